package broken

p := startwith(input.x, "a")

q if lib.is_alowed(input.x)

lib.is_allowed(x) if x

r := quite.another(1)

s := count(1, 2, 3)
