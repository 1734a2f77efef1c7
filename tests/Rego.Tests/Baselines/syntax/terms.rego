package terms

scalars := [null, true, false, 0, -1, 1.5, 1e10, "a\tb\u00e9", `raw \n string`]

composites := {"array": [1, [2]], "object": {"a": {}}, "set": {1, 2}, "empty": set()}

comprehensions := [
	[x | some x in [1, 2]],
	{x | x := [1, 2][_]},
	{k: v | some k, v in {"a": 1}},
]

precedence := 1 + 2 * 3 - 4 / 2 % 3 == 5

sets := ({1} | {2} & {3}) - {4}

members := [1 in [1], 2, ("a", 1 in {"a": 1})]

references := [input.a.b[0]["c d"], data.x[input.y][_], {"a": [1]}.a[0], [1, 2][1], count([1])]

template := $"plain {input.x} and {{1 + 2}} \{not this}"

raw_template := $`first
second {input.x}`
