using System.Globalization;
using System.Net;
using Bouncer.Constraints;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>How far a run has come.</summary>
internal sealed class AuditRun(TimeProvider time, int limit)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();
    private readonly List<DiscoveredKind> _failed = [];
    private readonly AuditResults _results = new(limit);
    private int _kinds;
    private long _objects;
    private long _excluded;
    private bool _hasFailed;

    public string Id => _started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public AuditProblems Problems { get; } = new();

    public int Constraints { get; set; }

    /// <summary>The violations of a constraint.</summary>
    public ConstraintResults ResultsOf(Constraint constraint) => _results.Of(constraint);

    /// <summary>Takes what was found among the objects of a kind.</summary>
    public void Add(KindAudit kind)
    {
        _kinds++;
        _objects += kind.Objects;
        _excluded += kind.Excluded;
        _results.Add(kind.Results);
        Problems.Add(kind.Problems);
    }

    /// <summary>Leaves a kind out, and says so.</summary>
    public string Leave(DiscoveredKind kind, ApiException e)
    {
        // What roles forbid, or what cannot be listed at all, is so in the next run as well; results without it are the best there are.
        var isForGood = e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;
        if (!isForGood)
        {
            _failed.Add(kind);
        }

        var problem = isForGood
            ? $"{kind.Resource} were not audited: {e.Message}{(e.IsForbidden ? " Grant the verb list on them, or leave them out of the constraints' match." : "")}"
            : $"{kind.Resource} were not audited, and constraints that match them keep their older results: {e.Message}";
        Problems.Add(problem);
        return problem;
    }

    /// <summary>Whether all that a constraint may match was looked through, so that its results can be told.</summary>
    public bool MayWrite(Constraint constraint) => !_failed.Exists(kind => constraint.Match.SelectsKind(kind.ObjectKind()));

    /// <summary>Ends the run half-way.</summary>
    public void Fail(string problem)
    {
        _hasFailed = true;
        Problems.Add(problem);
    }

    public AuditSummary End() => new()
    {
        Id = Id,
        Outcome = _hasFailed ? AuditOutcome.Failed : Problems.Count > 0 ? AuditOutcome.Incomplete : AuditOutcome.Complete,
        Started = _started,
        Elapsed = time.GetElapsedTime(_startedAt),
        Constraints = Constraints,
        Kinds = _kinds,
        Objects = _objects,
        Excluded = _excluded,
        Results = _results,
        Problems = Problems.Told,
    };
}
