using Bouncer.Rego.Json;
using Bouncer.Rego.Tests.Evaluating;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Rego.Tests.Limits;

/// <summary>Each limit at its edge: what uses it up passes, one more is an error that is neither true, false nor undefined.</summary>
public class LimitTests
{
    private const string Code = "eval_limit_error";

    // Ten elements, and nothing else that counts.
    private const string TenSteps = "package test\np := [x | x := input[_]]";
    private static readonly string s_ten = $"[{string.Join(',', Enumerable.Range(1, 10))}]";

    [Fact]
    public void Steps_UpToTheLimit_Pass()
    {
        var query = Policies.Prepare([TenSteps], "data.test.p");

        Assert.Null(Evaluate(query, s_ten, new RegoLimits { Steps = 10 }).Error);
        var error = Evaluate(query, s_ten, new RegoLimits { Steps = 9 }).Error;
        Assert.Equal(Code, error?.Code);
        Assert.Equal("evaluation takes more than 9 steps", error?.Message);
    }

    [Fact]
    public void Steps_AreCountedBeyondTheFirstLook()
    {
        var query = Policies.Prepare(["package test\np := count([1 | input[_]; input[_]; input[_]; input[_]])"], "data.test.p");

        // 10 + 100 + 1,000 + 10,000 elements, and the call of count.
        Assert.Null(Evaluate(query, s_ten, new RegoLimits { Steps = 11_111 }).Error);
        Assert.Equal(Code, Evaluate(query, s_ten, new RegoLimits { Steps = 11_110 }).Error?.Code);
    }

    [Fact]
    public void CollectionSize_UpToTheLimit_Passes()
    {
        foreach (var rule in new[]
        {
            "p := [x | x := input[_]]", "p := {x | x := input[_]}", "p := {x: 1 | x := input[_]}",
            "p contains x if { x := input[_] }", "p[x] := 1 if { x := input[_] }", "p.q contains x if { x := input[_] }",
        })
        {
            var query = Policies.Prepare([$"package test\n{rule}"], "data.test.p");

            Assert.Null(Evaluate(query, s_ten, new RegoLimits { CollectionSize = 10 }).Error);
            var error = Evaluate(query, s_ten, new RegoLimits { CollectionSize = 9 }).Error;
            Assert.Equal(Code, error?.Code);
            Assert.Equal("a collection has more than 9 members", error?.Message);
        }
    }

    [Theory]
    [InlineData("""p := json.marshal("12345678")""")]
    [InlineData("""p := $"12345{"67890"}" """)]
    [InlineData("""p := upper("abcdefghij")""")]
    public void LengthOfTexts_UpToTheLimit_Passes(string rule)
    {
        var query = Policies.Prepare([$"package test\n{rule}"], "data.test.p");

        Assert.Null(Evaluate(query, s_ten, new RegoLimits { CollectionSize = 10 }).Error);
        var error = Evaluate(query, s_ten, new RegoLimits { CollectionSize = 9 }).Error;
        Assert.Equal(Code, error?.Code);
        Assert.Equal("a text has more than 9 characters", error?.Message);
    }

    /// <summary>Each level doubles the quotes and backslashes of the one in it.</summary>
    [Fact]
    public void QuotingOfQuotedTexts_EndsAtTheLimit()
    {
        var expression = "\"a\"";
        for (var i = 0; i < 60; i++)
        {
            expression = $$"""json.marshal({{expression}})""";
        }

        var query = Policies.Prepare([$"package test\np := {expression}"], "data.test.p");

        Assert.Equal("a text has more than 10000000 characters", Evaluate(query, s_ten, RegoLimits.None).Error?.Message);
    }

    [Fact]
    public void Depth_UpToTheLimit_Passes()
    {
        // The query and p, the comprehensions and their enumerations are four levels.
        var query = Policies.Prepare(["package test\np := [x | x := input[_]]"], "data.test.p");

        Assert.Null(Evaluate(query, "[1]", new RegoLimits { Depth = 4 }).Error);
        var error = Evaluate(query, "[1]", new RegoLimits { Depth = 3 }).Error;
        Assert.Equal(Code, error?.Code);
        Assert.Equal("evaluation nests deeper than 3 levels", error?.Message);
    }

    [Fact]
    public void Time_ThatPasses_EndsTheEvaluation()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var query = Policies.Prepare(["package test\np := count([1 | input[_]; input[_]; input[_]; input[_]; input[_]])"], "data.test.p");

        // Time is looked at every 2,000 of the 111,111 steps.
        var limits = new RegoLimits { Time = TimeSpan.FromMilliseconds(20) };
        var error = query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse(s_ten), Limits = limits, Clock = clock }).Error;

        Assert.Equal(Code, error?.Code);
        Assert.Equal("evaluation takes longer than 00:00:00.0200000", error?.Message);
        limits = new RegoLimits { Time = TimeSpan.FromMilliseconds(2000) };
        Assert.Null(query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse(s_ten), Limits = limits, Clock = clock }).Error);
    }

    [Fact]
    public void Cancellation_EndsTheEvaluation()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var query = Policies.Prepare(["package test\np := count([1 | input[_]; input[_]; input[_]; input[_]])"], "data.test.p");

        var error = query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse(s_ten), Cancellation = source.Token }).Error;

        Assert.Equal("eval_cancel_error", error?.Code);
        Assert.Equal("caller cancelled query execution", error?.Message);
    }

    [Fact]
    public void BuiltinsThatMakeTooMuch_AreALimit_AndNotUndefined()
    {
        var query = Policies.Prepare(["package test\np if not q\nq if count(numbers.range(1, input)) > 0"], "data.test.p");

        Assert.Null(Evaluate(query, "100", new RegoLimits { CollectionSize = 100 }).Error);
        var error = Evaluate(query, "101", new RegoLimits { CollectionSize = 100 }).Error;
        Assert.Equal(Code, error?.Code);
        Assert.Equal("result of a builtin is larger than 100 elements or characters", error?.Message);
    }

    [Fact]
    public void ValuesThatNestTooDeep_AreALimit()
    {
        // Each rule is an array around the one before it: the last one nests deeper than values may.
        var rules = string.Concat(Enumerable.Range(1, 1_100).Select(i => $"r{i} := [r{i - 1}]\n"));

        Assert.Equal($"{Code}: value nests deeper than 1024 levels", Policies.ValueOfP($"r0 := []\n{rules}p := r1100"));
        Assert.StartsWith("[[[[", Policies.ValueOfP($"r0 := []\n{rules}p := r1000"), StringComparison.Ordinal);
    }

    [Fact]
    public void LimitThatIsHit_IsNotTakenForUndefined()
    {
        var query = Policies.Prepare(["package test\np if { not q }\nq if { input[_] == 11 }"], "data.test.p");

        Assert.Equal(Code, Evaluate(query, s_ten, new RegoLimits { Steps = 5 }).Error?.Code);
    }

    [Fact]
    public void LongBodies_DoNotOverflowTheStack()
    {
        var conditions = string.Join("; ", Enumerable.Range(0, 20_000).Select(i => $"input != {i}"));
        Assert.Equal("true", Policies.ValueOfP($"p if {{ {conditions} }}", "[1]"));

        // Each of these is a loop in a loop. A thread of 1 MiB, as servers have them, is smaller than this one may be.
        var enumerations = string.Join("; ", Enumerable.Range(0, 9_000).Select(_ => "input[_]"));
        var query = Policies.Prepare([$"package test\np if {{ {enumerations} }}"], "data.test.p");
        RegoOutcome? outcome = null;
        var thread = new Thread(() => outcome = Evaluate(query, "[1]", RegoLimits.None), maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();

        Assert.Equal(Code, outcome?.Error?.Code);
        Assert.Contains("too deep for the thread's stack", outcome?.Error?.Message, StringComparison.Ordinal);
    }

    private static RegoOutcome Evaluate(RegoQuery query, string input, RegoLimits limits)
        => query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse(input), Limits = limits });
}
