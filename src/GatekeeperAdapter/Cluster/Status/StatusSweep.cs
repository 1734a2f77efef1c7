using Bouncer.GatekeeperAdapter.Cluster.Policies;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster.Status;

/// <summary>Looks for entries of replicas that are gone, from time to time, so that those which nobody writes to lose them too.</summary>
internal sealed class StatusSweep(TemplateController templates, ConstraintController constraints, StatusWriter status, TimeProvider time)
{
    /// <summary>How long between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // The replicas shall not look at the same time.
            await Task.Delay(Interval * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SweepAsync(cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var template in templates.Templates)
        {
            if (await status.HasEntryOfGoneAsync(template, cancellationToken))
            {
                templates.Revisit(template.Name());
            }
        }

        foreach (var (template, constraint) in constraints.Constraints)
        {
            if (await status.HasEntryOfGoneAsync(constraint, cancellationToken))
            {
                constraints.Revisit(template, constraint.Name());
            }
        }
    }
}
