using Bouncer.Rego.Tests.Evaluating;

namespace Bouncer.Rego.Tests.Limits;

/// <summary>
/// Modules that nest as deep as they may, or deeper, on the stack that threads of servers have: compiled and evaluated, or refused.
/// Work that were done twice for each level would not end for the shallowest of them.
/// </summary>
public sealed class DeepSourceTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<int, string>> Shapes = new()
    {
        ["comprehension"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := ", "1", _ => "]"),
        ["set comprehension"] = n => "p := " + Nested(n, i => $"{{x{i} | x{i} := ", "1", _ => "}"),
        ["object comprehension"] = n => "p := " + Nested(n, i => $"{{\"a\": x{i} | x{i} := ", "1", _ => "}"),
        ["comprehension in a key"] = n => "p := " + Nested(n, _ => "{", "1", i => $": x{i} | x{i} := 1}}"),
        ["comprehension in a result"] = n => "p := " + Nested(n, _ => "[", "1", i => $" | x{i} := 1; x{i} > 0]"),
        ["comprehension in a comprehension's body"] = n => $"p if {{ {Nested(n, i => $"[x{i} | x{i} := 1; ", "true", _ => "]")} }}",
        ["comprehension in an array"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := [", "1", _ => "]]"),
        ["comprehension in an object"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := {{\"a\": ", "1", _ => "}]"),
        ["comprehension in a call"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := array.concat([1], ", "[1]", _ => ")]"),
        ["comprehension in a reference"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := input[", "1", _ => "]]"),
        ["comprehension in not"] = n => $"p if {{ {Nested(n, i => $"not [x{i} | x{i} := 1; ", "true", _ => "]")} }}",
        ["comprehension beside references"] = n => "q[i][j] := [1] if { i := 1; j := 2 }\np := " + Nested(n, i => $"[x{i} | q[x{i}][y{i}] = ", "[1]", _ => "]"),
        ["comprehension in a modifier"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := input with input as ", "1", _ => "]"),
        ["comprehension in a modifier of calls"] = n => "f(x) := x\np := " + Nested(n, i => $"[x{i} | x{i} := f(f(1)) with input as ", "1", _ => "]"),
        ["comprehension in a modifier of every"] = n => $"p if {{ {Nested(n, i => $"every x{i} in [1] {{ x{i} > 0 }} with input as [y{i} | y{i} := 1; ", "true", _ => "]")} }}",
        ["comprehension in a head"] = n => "p contains " + Nested(n, i => $"[x{i} | x{i} := ", "1", _ => "]"),
        ["comprehension in a default value"] = n => "default p := " + Nested(n, i => $"[x{i} | x{i} := ", "1", _ => "]"),
        ["comprehension with an unsafe variable"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} = ", "y", _ => "]"),
        ["comprehension with a wrong type"] = n => "p := " + Nested(n, i => $"[x{i} | x{i} := ", "1 + \"a\"", _ => "]"),
        ["print"] = n => $"p if {{ {Nested(n, i => $"print([x{i} | x{i} := 1; ", "true", _ => "])")} }}",
        ["every"] = n => $"p if {{ {Nested(n, i => $"every x{i} in [1] {{ x{i} > 0; ", "true", _ => " }")} }}",
        ["every in a domain"] = n => $"p if {{ {Nested(n, i => $"every x{i} in [y{i} | y{i} := 1; ", "true", i => $"] {{ x{i} > 0 }}")} }}",
        ["every and comprehension"] = n => $"p if {{ {Nested(n, i => $"every x{i} in [1] {{ [y{i} | y{i} := x{i}; ", "true", _ => "] }")} }}",
        ["array"] = n => "p := " + Nested(n, _ => "[", "", _ => "]"),
        ["array with a variable"] = n => $"p := y if {{ x := 1; y := {Nested(n, _ => "[", "x", _ => "]")} }}",
        ["array pattern"] = n => $"p := x if {{ {Nested(n, _ => "[", "x", _ => "]")} = {Nested(n, _ => "[", "1", _ => "]")} }}",
        ["compared arrays"] = n => $"p if {{ x := {Nested(n, _ => "[", "1", _ => "]")}; y := {Nested(n, _ => "[", "2", _ => "]")}; not x = y }}",
        ["object"] = n => $"p := x if {{ {Nested(n, _ => "{\"a\": ", "x", _ => "}")} = {Nested(n, _ => "{\"a\": ", "1", _ => "}")} }}",
        ["compared objects"] = n => $"p if {{ x := {Nested(n, _ => "{\"a\": ", "1", _ => "}")}; y := {Nested(n, _ => "{\"a\": ", "2", _ => "}")}; not x = y }}",
        ["compared unions"] = n => $"p if {{ x := {Nested(n, _ => "{1, [", "1", _ => "]}")}; y := {Nested(n, _ => "{null, [", "null", _ => "]}")}; not x = y }}",
        ["object in a key"] = n => "p := " + Nested(n, _ => "{", "1", _ => ": 1}"),
        ["set"] = n => $"p := y if {{ x := 1; y := {Nested(n, _ => "{", "x", _ => "}")} }}",
        ["call"] = n => "f(x) := x\np := " + Nested(n, _ => "f(", "1", _ => ")"),
        ["call with a modifier"] = n => $"f(x) := x\np := x if {{ x := {Nested(n, _ => "f(", "1", _ => ")")} with input as [y | y := 1] }}",
        ["reference"] = n => "a := [0]\np := " + Nested(n, _ => "a[", "0", _ => "]"),
        ["template string"] = n => "p := " + Nested(n, _ => "$\"{", "1", _ => "}\""),
        ["parentheses"] = n => "p := " + Nested(n, _ => "(", "1", _ => ")"),
        ["sum"] = n => "p := 1" + Nested(n, _ => " + 1", "", _ => ""),
        ["else"] = n => "p := 0 if false" + Nested(n, i => $" else := {i} if false", " else := 7", _ => ""),
        ["with"] = n => $"q := input.x\np if {{ q{Nested(n, i => $" with input.x{i} as {i}", "", _ => "")} }}",
    };

    /// <summary>Each shape, from a depth that any hundred may have to one that the parser does not let pass.</summary>
    public static IEnumerable<TheoryDataRow<string, int>> Sources =>
        from shape in Shapes.Keys
        from depth in new[] { 50, 200, 450, 1_000, 3_000 }
        select new TheoryDataRow<string, int>(shape, depth);

    [Theory]
    [MemberData(nameof(Sources), DisableDiscoveryEnumeration = true)]
    public void DeepModule_IsEvaluatedOrRefused(string shape, int depth) => EndsOnSmallStack(Shapes[shape](depth));

    [Fact]
    public void WideObjectPatterns_AreEvaluated()
    {
        const int Many = 2_000;
        var levels = Enumerable.Range(0, Many).ToList();
        var pattern = string.Join(", ", levels.Select(i => $"[{i}]: x{i}"));
        var values = string.Join(", ", levels.Select(i => $"[{Many - 1 - i}]: {i}"));

        Assert.Equal("1999", EndsOnSmallStack($"p := x0 if {{ {{{pattern}}} = {{{values}}} }}"));
    }

    private static string EndsOnSmallStack(string rules)
    {
        var text = "";
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    text = Evaluate(rules);
                }
                catch (Exception error)
                {
                    thrown = error;
                }
            },
            maxStackSize: 1 << 20)
        {
            IsBackground = true,
        };
        thread.Start();

        Assert.True(thread.Join(Hang), "does not end");
        Assert.Null(thrown);
        return text;
    }

    private static string Evaluate(string rules)
    {
        var compilation = RegoPolicy.Compile([new RegoModule("deep.rego", $"package test\n{rules}")]);
        return compilation.Policy is null
            ? compilation.Diagnostics[0].ToString()
            : Policies.Text(compilation.Policy.Prepare("data.test.p").Query!.Evaluate(input: null));
    }

    private static string Nested(int depth, Func<int, string> open, string inner, Func<int, string> close)
    {
        var levels = Enumerable.Range(0, depth).ToList();
        return string.Concat(levels.Select(open)) + inner + string.Concat(Enumerable.Reverse(levels).Select(close));
    }
}
