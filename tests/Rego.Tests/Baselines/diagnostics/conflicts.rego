package broken

a := 1

a contains 2

b.c := 1

b.c.d := 2

default e := 1

default e := 2

f(x) := x

f(x, y) := x + y
