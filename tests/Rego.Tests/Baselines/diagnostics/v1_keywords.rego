package broken

p { true }

q[x] { x := 1 }

f(x) { x }

r[1]

a.b.c
