using System.Collections.Concurrent;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints.Indexing;

/// <summary>
/// Finds the constraints that can match a request without looking at the others: by group and kind, and by namespace where
/// constraints list namespaces by name.
/// </summary>
internal sealed class ConstraintIndex(Constraint[] constraints)
{
    // Kinds come from strangers; those that are not kept are looked for again.
    private const int MaxKinds = 1024;

    private readonly ConcurrentDictionary<(string Group, string Kind), KindIndex> _kinds = new();
    private int _kept;

    /// <summary>The constraints that may match; those that are not among them cannot. Each once.</summary>
    public ReadOnlySpan<Constraint> Candidates(ReviewRequest request)
    {
        if (constraints.Length == 0 || request.Problem is not null || request.ObjectProblem is not null)
        {
            return constraints; // nothing to tell them apart by
        }

        var reviewed = request.AnyObject;
        if (request.OtherObject is { } other && !IsAlike(request, reviewed, other))
        {
            return constraints; // an old object of another kind: not what API servers send
        }

        return Of(reviewed.Kind).Candidates(request.NamespaceOf(reviewed));
    }

    private static bool IsAlike(ReviewRequest request, ReviewedObject one, ReviewedObject other)
        => one.Kind.Kind == other.Kind.Kind && one.Kind.Group == other.Kind.Group && request.NamespaceOf(one) == request.NamespaceOf(other);

    private KindIndex Of(in ObjectKind kind) => _kinds.TryGetValue((kind.Group, kind.Kind), out var known) ? known : Find(kind);

    private KindIndex Find(ObjectKind kind)
    {
        var found = new KindIndex([.. constraints.Where(c => c.Match.KindMatches(kind))]);
        if (_kept < MaxKinds && _kinds.TryAdd((kind.Group, kind.Kind), found))
        {
            Interlocked.Increment(ref _kept);
        }

        return found;
    }
}
