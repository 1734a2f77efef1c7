using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>Tells at <c>/readyz</c> how the state stands. What is missing makes it red; what is there and cannot be used is told, and
/// is no reason to be taken out of service: everything else decides as it did.</summary>
internal sealed class StateHealth(PolicyState state) : IHealthCheck
{
    private const int MaxProblems = 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (!state.Readiness.IsReady)
        {
            return HealthCheckResult.Unhealthy($"waiting for {string.Join(", ", state.Readiness.Missing.DefaultIfEmpty("templates and constraints"))}");
        }

        var templates = state.Constraints.Templates;
        var constraints = state.Constraints.Constraints;
        var counts = $"version {state.Version}: {templates.Count} templates, {state.Snapshot.Constraints.Count} of {constraints.Count} constraints in force";
        string[] problems = [.. state.SourceProblems, .. StateProblems.Of(templates), .. StateProblems.Of(constraints)];
        if (problems.Length == 0)
        {
            return HealthCheckResult.Healthy(counts);
        }

        var told = string.Join("; ", problems.Take(MaxProblems));
        var more = problems.Length > MaxProblems ? $"; and {problems.Length - MaxProblems} more" : "";
        return HealthCheckResult.Degraded($"{counts}; {told}{more}");
    }
}
