package broken

p := [1, 2

q if {
	x = 1 y = 2
}

r := "unfinished

s if every x in [1]

t := {"a": 1, "b"}

u := input.x.
