using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.GatekeeperAdapter.Audit.Results;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>One attempt to look through the objects of a kind. Its results count when the attempt has come to its end: a list that
/// has to begin anew begins with nothing found.</summary>
internal sealed class KindAudit(ConstraintSet constraints, ReviewOptions review, PolicyState state, AuditedNamespaces namespaces, AuditLog log, int limit)
{
    /// <summary>How many objects were reviewed.</summary>
    public long Objects { get; private set; }

    /// <summary>How many objects were left alone for their namespace.</summary>
    public long Excluded { get; private set; }

    public AuditResults Results { get; } = new(limit);

    /// <summary>Objects that could not be read or reviewed.</summary>
    public AuditProblems Problems { get; } = new();

    /// <summary>Reviews the objects of a page. A bad one is a problem, and no reason to leave out the next.</summary>
    public async Task ReviewAsync(DiscoveredKind kind, ListPage page, CancellationToken cancellationToken)
    {
        foreach (var unreadable in page.Unreadable)
        {
            Add($"An object of {kind.Resource} cannot be read: {unreadable}", null);
        }

        foreach (var item in page.Items)
        {
            var reviewed = ReviewedObject.Of(item);
            if (state.Exclusions.Contains(Exclusions.Audit, reviewed.IsNamespace ? reviewed.Name : reviewed.Namespace))
            {
                Excluded++;
                continue;
            }

            var @namespace = await namespaces.FindAsync(reviewed.Namespace, cancellationToken);
            Review(reviewed, @namespace);

            // A review that was broken off has found errors that are none.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Review(ReviewedObject reviewed, RegoObject? @namespace)
    {
        IReadOnlyList<Violation> found;
        try
        {
            found = constraints.Review(ReviewRequest.OfObject(reviewed.Document, @namespace), review).Violations;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            Add($"{reviewed.Kind.Kind} {Place(reviewed)} cannot be reviewed: {e.Message}", e);
            return;
        }

        Objects++;
        if (review.Cancellation.IsCancellationRequested)
        {
            return;
        }

        foreach (var violation in found)
        {
            Add(reviewed, violation);
        }
    }

    private void Add(ReviewedObject reviewed, Violation violation)
    {
        var constraint = violation.Constraint;
        var entry = new StatusViolation(
            reviewed.Kind,
            reviewed.Namespace,
            reviewed.Name,
            StatusMessage.Of(violation.Message),
            constraint.Action.ToText(),
            constraint.Action == EnforcementAction.Scoped ? [.. violation.Actions.Select(a => a.ToText())] : []);
        Results.Add(constraint, entry);
        log.Violation(constraint, entry, violation.Details, reviewed.Document.At("metadata", "labels"));
    }

    private void Add(string problem, Exception? exception)
    {
        Problems.Add(problem);
        log.ObjectFailed(problem, exception);
    }

    private static string Place(ReviewedObject reviewed)
        => reviewed.Namespace.Length == 0 ? reviewed.Name : $"{reviewed.Namespace}/{reviewed.Name}";
}
