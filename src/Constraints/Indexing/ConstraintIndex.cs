using System.Collections.Concurrent;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints.Indexing;

/// <summary>
/// Finds the constraints that can match a request without looking at the others. What a constraint says about kind, scope and namespace
/// is the same for all objects of one kind in one namespace: it is looked at once, when the first of them comes. What it asks of labels
/// is looked up by the labels that there are.
/// </summary>
internal sealed class ConstraintIndex(Constraint[] constraints)
{
    // Kinds and namespaces come from strangers. For the places that are not kept all constraints are looked at, one by one.
    private const int MaxPlaces = 1024;

    private readonly ConcurrentDictionary<Place, CandidateSet> _places = new();

    // Most places have the same candidates.
    private readonly ConcurrentDictionary<Constraint[], CandidateSet> _sets = new(SameConstraints.Instance);

    private int _kept;

    /// <summary>Visits the constraints that may match, each once. Those that it does not visit cannot.</summary>
    public void Visit(ReviewRequest request, Action<Constraint> visit)
    {
        if (CandidatesOf(request) is { } candidates)
        {
            candidates.Visit(request, visit);
            return;
        }

        foreach (var constraint in constraints)
        {
            visit(constraint);
        }
    }

    private CandidateSet? CandidatesOf(ReviewRequest request)
    {
        if (constraints.Length == 0 || request.Problem is not null || request.ObjectProblem is not null)
        {
            return null; // nothing to tell them apart by
        }

        var place = Place.Of(request, request.AnyObject);
        if (request.OtherObject is { } other && Place.Of(request, other) != place)
        {
            return null; // an old object of another kind or namespace: not what API servers send
        }

        return _places.TryGetValue(place, out var known) ? known : Find(place, request);
    }

    private CandidateSet? Find(Place place, ReviewRequest request)
    {
        if (Volatile.Read(ref _kept) >= MaxPlaces)
        {
            return null;
        }

        Constraint[] found = [.. constraints.Where(c => c.Match.PlaceMatches(request, request.AnyObject))];
        var candidates = _sets.GetOrAdd(found, static f => new CandidateSet(f));
        if (_places.TryAdd(place, candidates))
        {
            Interlocked.Increment(ref _kept);
        }

        return candidates;
    }

    /// <summary>All that criteria about kind, scope and namespace look at.</summary>
    private readonly record struct Place(string Group, string Kind, string Namespace)
    {
        public static Place Of(ReviewRequest request, ReviewedObject reviewed)
            => new(reviewed.Kind.Group, reviewed.Kind.Kind, request.NamespaceOf(reviewed));
    }

    private sealed class SameConstraints : IEqualityComparer<Constraint[]>
    {
        public static SameConstraints Instance { get; } = new();

        public bool Equals(Constraint[]? x, Constraint[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(Constraint[] constraints)
        {
            var hash = new HashCode();
            foreach (var constraint in constraints)
            {
                hash.Add(constraint);
            }

            return hash.ToHashCode();
        }
    }
}
