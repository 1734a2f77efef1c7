package broken

p if count(input.x) == "three"

q if startswith(1, "a")

user := {"name": "x", "roles": ["a"]}

r if user.nmae == "x"

s if user.roles.first

t if user.name[0]
