using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Conformance.Differential;

public sealed class ShrinkerTests
{
    private const string Module = """
        package test

        a contains x if { some x in input.l; not x == 3 }
        b[k].sub[v] := [v, {"k": sum(input.b)}] if { some k, v in input.c; v in [y | some y in a; y > 1] }
        c := count(b) if { input.t with input.t as true } else := {1, 2} if { input.f } else := 3
        """;

    [Theory]
    [InlineData("input.b", "b[1] := input.b")]
    [InlineData("count(", "c := count(1)")]
    [InlineData("with input.t", "c := 1 if {\n\t1 with input.t as true\n}")]
    [InlineData("some y in a", "b[1] := 1 if {\n\t[1 | some y in a]\n}")]
    [InlineData("else := 3", "c := 1 else := 3")]
    [InlineData("not", "a contains 1 if {\n\tnot 1\n}")]
    [InlineData("sub[v]", "b[1].sub[v] := 1")]
    public async Task OnlyWhatShowsIt_IsLeft(string shown, string rule)
    {
        var shrinker = new Shrinker(module => Task.FromResult(module.Contains(shown, StringComparison.Ordinal)));

        Assert.Equal($"package test\n\n{rule}\n", await shrinker.ShrinkAsync(Module));
    }

    [Fact]
    public async Task WhatIsSeenTogetherOnly_StaysTogether()
    {
        var shrinker = new Shrinker(module => Task.FromResult(
            module.Contains("contains", StringComparison.Ordinal) && module.Contains("c := ", StringComparison.Ordinal)));

        Assert.Equal("package test\n\na contains 1\n\nc := 1\n", await shrinker.ShrinkAsync(Module));
    }

    [Fact]
    public async Task WhatOnlyTheGivenTextShows_IsLeftAsItIs()
    {
        var shrinker = new Shrinker(module => Task.FromResult(module == Module));

        Assert.Equal(Module, await shrinker.ShrinkAsync(Module));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    public async Task AtTheLimit_TheSmallestSoFarIsTheAnswer(int maxTries, int asked)
    {
        var tries = new List<string>();
        var shrinker = new Shrinker(
            module =>
            {
                tries.Add(module);
                return Task.FromResult(tries.Count != 2);
            },
            maxTries);

        var smallest = await shrinker.ShrinkAsync(Module);

        Assert.Equal(asked, tries.Count);
        Assert.Equal(tries[^1], smallest);
    }

    [Fact]
    public void EveryReduction_IsOneChange()
    {
        var module = Parser.ParseModule(new SourceText("test.rego", Module), LanguageVersion.V1).Value!;
        var made = new HashSet<string> { Printer.Print(module) };
        for (var number = 0; ; number++)
        {
            var reduction = new Reduction(number);
            var reduced = reduction.Rewrite(module);
            Assert.Equal(reduction.IsMade, Printer.Print(reduced) != Printer.Print(module));
            if (!reduction.IsMade)
            {
                break;
            }

            made.Add(Printer.Print(reduced));
        }

        // Two changes can give the same text, such as taking the whole or its only part.
        Assert.InRange(made.Count, 60, 120);
    }
}
