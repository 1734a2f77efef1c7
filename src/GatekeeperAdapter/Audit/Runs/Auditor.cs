using System.Net;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>
/// Reviews what is in the cluster by the constraints that are in force, and writes into their statuses what they found. Objects are
/// read page by page, and of violations only the first of each constraint are held: what a run needs does not grow with the cluster.
/// </summary>
/// <param name="client">The API server.</param>
/// <param name="state">What is in force.</param>
/// <param name="options">How the audit runs.</param>
/// <param name="limits">What each evaluation may use up.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes the events.</param>
internal sealed class Auditor(
    ApiClient client, PolicyState state, AuditOptions options, RegoLimits limits, TimeProvider time, ILogger<Auditor> logger)
{
    /// <summary>How often the list of a kind is begun.</summary>
    private const int Attempts = 4;

    /// <summary>How many statuses are written at the same time.</summary>
    private const int Writers = 4;

    private readonly AuditStatusWriter _statuses = new(client, time);

    /// <summary>Runs once. Whatever goes wrong is told in the summary and the log.</summary>
    /// <param name="cancellationToken">Ends the run half-way.</param>
    public async Task<AuditSummary> RunAsync(CancellationToken cancellationToken)
    {
        var run = new AuditRun(time, options.ViolationsLimit);
        var log = new AuditLog(logger, run.Id);
        log.Started();
        try
        {
            await LookThroughAsync(run, log, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.Fail("The run was stopped: this replica ends, or another one has taken over.");
        }
        catch (ApiException e)
        {
            run.Fail(e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            run.Fail($"{e.GetType().Name}: {e.Message}");
            log.Broken(e);
        }

        var summary = run.End();
        log.Finished(summary);
        return summary;
    }

    private async Task LookThroughAsync(AuditRun run, AuditLog log, CancellationToken cancellationToken)
    {
        var snapshot = state.Constraints.Snapshot;
        var enforced = ConstraintSet.Of(snapshot.Constraints.Where(c => c.ActionsAt(EnforcementPoints.Audit).Count > 0));
        run.Constraints = enforced.Constraints.Count;
        var review = new ReviewOptions
        {
            EnforcementPoint = EnforcementPoints.Audit,
            Inventory = enforced.UsesInventory ? state.Inventory.Snapshot : null,
            Limits = limits,
            Cancellation = cancellationToken,
            Clock = time,
        };
        var plan = await AuditPlan.MakeAsync(client, enforced.Constraints, cancellationToken);
        foreach (var problem in plan.Problems)
        {
            run.Problems.Add(problem);
            log.KindFailed(problem);
        }

        var namespaces = new AuditedNamespaces(state.Namespaces);
        foreach (var kind in plan.Kinds)
        {
            try
            {
                run.Add(await ListAsync(kind, () => new(enforced, review, state, namespaces, log, options.ViolationsLimit), cancellationToken));
            }
            catch (ApiException e) when (e.Reason != ApiException.Unreachable)
            {
                log.KindFailed(run.Leave(kind, e));
            }
        }

        await WriteAsync(run, snapshot.Constraints, log, cancellationToken);
    }

    private async Task<KindAudit> ListAsync(DiscoveredKind kind, Func<KindAudit> begin, CancellationToken cancellationToken)
    {
        var pages = new ListOptions { PageSize = options.ChunkSize, GoOnWhenExpired = true };
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        for (var attempt = 1; ; attempt++)
        {
            var audit = begin();
            try
            {
                await foreach (var page in client.ListAsync(kind.Resource, pages, cancellationToken))
                {
                    // The objects of the page before have died together. Left alone some get to where full collections alone find
                    // them, and these come late on a machine with much memory: the process would grow with the cluster after all.
                    GC.Collect(1, GCCollectionMode.Forced, blocking: true);
                    await audit.ReviewAsync(kind, page, cancellationToken);
                }

                return audit;
            }
            catch (ApiException e) when (attempt < Attempts && MayPass(e))
            {
                await Task.Delay(backoff.Next(), time, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(AuditRun run, IReadOnlyList<Constraint> constraints, AuditLog log, CancellationToken cancellationToken)
    {
        // A constraint that was deleted meanwhile has no status, and one that was made anew by its name was not asked.
        var present = state.Constraints.Constraints.Select(c => c.Document.Uid()).ToHashSet(StringComparer.Ordinal);
        var written = constraints.Where(c => run.MayWrite(c) && present.Contains(c.Document.Uid()));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(written, parallel, async (constraint, cancellation) =>
        {
            var results = run.ResultsOf(constraint);
            log.Constraint(constraint, results.Total);
            if (await _statuses.WriteAsync(constraint, results, run.Id, cancellation) is { } problem)
            {
                lock (run.Problems)
                {
                    run.Problems.Add(problem);
                }

                log.StatusFailed(problem);
            }
        });
    }

    private static bool MayPass(ApiException e)
        => e.IsGone || e.Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
