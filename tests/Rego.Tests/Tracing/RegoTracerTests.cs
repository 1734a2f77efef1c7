using Bouncer.Rego.Json;
using Bouncer.Rego.Tests.Evaluating;
using Bouncer.Rego.Tracing;

namespace Bouncer.Rego.Tests.Tracing;

public class RegoTracerTests
{
    private const string Module = """
        package test

        deny contains message if {
            some image in input.images
            not allowed(image)
            message := sprintf("%v is not allowed", [image])
        }

        allowed(image) if startswith(image, "good/")

        unused if 1 == 2
        """;

    [Fact]
    public void Explanation_SaysWhatHeldWithWhichValues()
    {
        var tracer = new RegoTracer();
        var query = Policies.Prepare([Module], "data.test.deny");

        var outcome = query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse("""{"images": ["good/a", "bad/b"]}"""), Tracer = tracer });

        Assert.Equal("""{"bad/b is not allowed"}""", outcome.Value?.ToString());
        var explanation = tracer.Explain();
        Assert.Contains("    4  yes, 2 from 1  some image in input.images\n", explanation, StringComparison.Ordinal);
        Assert.Contains("              image = \"good/a\"\n              image = \"bad/b\"\n", explanation, StringComparison.Ordinal);
        Assert.Contains("    5  yes, 1 from 2  not allowed(image)\n", explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("unused", explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_ListsEveryLineWithAnExpressionOnce()
    {
        var tracer = new RegoTracer();
        var policy = RegoPolicy.Compile([new RegoModule("test.rego", Module), new RegoModule("other.rego", "package other\n\nnever := 1")]).Policy!;
        var query = policy.Prepare("data.test.deny").Query!;

        query.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse("""{"images": ["good/a"]}"""), Tracer = tracer });

        var coverage = tracer.Coverage(policy);
        Assert.Equal(["other.rego", "test.rego"], coverage.Select(c => c.Module));
        Assert.Equal([3], coverage[0].NeverReached);
        Assert.Equal([4, 9], coverage[1].Covered);
        Assert.Equal([3, 5], coverage[1].NeverHeld);
        Assert.Equal([6, 11], coverage[1].NeverReached);
    }

    [Fact]
    public void Coverage_OfSeveralEvaluations_IsThatOfAllTogether()
    {
        var tracer = new RegoTracer();
        var policy = RegoPolicy.Compile([new RegoModule("test.rego", Module)]).Policy!;
        foreach (var query in (string[])["data.test.deny", "data.test.unused"])
        {
            policy.Prepare(query).Query!.Evaluate(new RegoEvaluationOptions { Input = RegoJson.Parse("""{"images": ["bad/b"]}"""), Tracer = tracer });
        }

        var coverage = Assert.Single(tracer.Coverage(policy));
        Assert.Equal([3, 4, 5, 6], coverage.Covered);
        Assert.Equal([9, 11], coverage.NeverHeld);
        Assert.Empty(coverage.NeverReached);
    }

    [Fact]
    public void TracedEvaluation_HasTheSameOutcome()
    {
        var query = Policies.Prepare([Module], "data.test");
        var input = RegoJson.Parse("""{"images": ["good/a", "bad/b"]}""");

        Assert.Equal(
            Policies.Text(query.Evaluate(input)),
            Policies.Text(query.Evaluate(new RegoEvaluationOptions { Input = input, Tracer = new RegoTracer() })));
    }
}
