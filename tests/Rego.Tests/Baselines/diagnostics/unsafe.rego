package broken

p := x if true

q if {
	not input.things[i]
	y > 1
}

r contains name if {
	every container in input.containers {
		container.name == name
	}
}

s := [x | y = 1]
