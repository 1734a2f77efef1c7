package broken

a := b

b := c.d

c.d if some_function(1)

some_function(x) := a + x
