using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

/// <summary>What cannot be decided in time is refused in time.</summary>
public class DeadlineTests
{
    [Fact]
    public async Task ConstraintOverItsTimeout_IsDeniedByItsName()
    {
        await using var adapter = await RunningAdapter.StartAsync(
            options => options with { EvaluationTimeout = TimeSpan.FromMilliseconds(50) },
            null,
            ("t.yaml", Policies.Endless),
            ("c.yaml", Policies.Constraint("slow", "Endless", parameters: null)));

        var answer = await adapter.AdmitAsync(Reviews.OfPod());

        Assert.False(answer.Allowed);
        Assert.Equal(403, answer.Code);
        Assert.StartsWith("[slow] eval_limit_error: ", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReviewOverTheCallersTimeout_IsRefusedAndCounted()
    {
        await using var adapter = await StartEndlessAsync();

        var answer = await adapter.AdmitAsync(Reviews.OfPod(), "/v1/admit?timeout=1s");

        Assert.False(answer.Allowed);
        Assert.Equal(500, answer.Code);
        Assert.Equal("the review could not be decided: evaluating the constraints took longer than the 1 s that the caller waits", answer.Message);
        var metrics = await adapter.GetManagementAsync("/metrics");
        Assert.Contains("bouncer_reviews_overdue_total{} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("gatekeeper_validation_request_count_total{admission_dryrun=\"false\",admission_status=\"error\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReviewThatWaitsForOthers_IsRefusedWhenItsCallerStopsWaiting()
    {
        await using var adapter = await StartEndlessAsync();
        var first = adapter.AdmitAsync(Reviews.OfPod(), "/v1/admit?timeout=4s");
        var second = adapter.AdmitAsync(Reviews.OfPod(), "/v1/admit?timeout=4s");
        await Eventually.HoldsAsync(
            async () => (await adapter.GetManagementAsync("/metrics")).Contains("bouncer_reviews_waiting{} 1\n", StringComparison.Ordinal),
            "one of the two has the only serving thread and the other waits for it",
            TestContext.Current.CancellationToken);

        var third = await adapter.AdmitAsync(Reviews.OfPod(), "/v1/admit?timeout=1s");

        Assert.Equal("the review could not be decided: waiting for a serving thread took longer than the 1 s that the caller waits", third.Message);
        Assert.All(await Task.WhenAll(first, second), answer => Assert.False(answer.Allowed));
        var metrics = await adapter.GetManagementAsync("/metrics");
        Assert.Contains("bouncer_reviews_waiting{} 0\n", metrics, StringComparison.Ordinal);
        Assert.Matches("bouncer_reviews_shed_total\\{\\} [12]\n", metrics);
    }

    private static Task<RunningAdapter> StartEndlessAsync()
        => RunningAdapter.StartAsync(
            options => options with { EvaluationTimeout = TimeSpan.FromSeconds(30), MaxServingThreads = 1 },
            null,
            ("t.yaml", Policies.Endless),
            ("c.yaml", Policies.Constraint("slow", "Endless", parameters: null)));
}
