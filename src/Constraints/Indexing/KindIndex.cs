using System.Collections.Frozen;
using Bouncer.Constraints.Matching;

namespace Bouncer.Constraints.Indexing;

/// <summary>The constraints that can match objects of one kind, by namespace.</summary>
internal sealed class KindIndex
{
    private readonly Constraint[] _all;
    private readonly Constraint[] _elsewhere; // in namespaces that no constraint lists by name
    private readonly FrozenDictionary<string, Constraint[]> _byNamespace;

    public KindIndex(Constraint[] constraints)
    {
        _all = constraints;
        _elsewhere = [.. constraints.Where(c => !ListsNames(c.Match))];
        _byNamespace = constraints
            .Where(c => ListsNames(c.Match))
            .SelectMany(c => c.Match.Namespaces.Select(n => n.Text))
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(name => name, In, StringComparer.Ordinal);

        Constraint[] In(string name) => [.. constraints.Where(c => !ListsNames(c.Match) || c.Match.Namespaces.Any(n => n.Text == name))];
    }

    /// <summary>The constraints that can match an object in a namespace; in none for an empty name.</summary>
    public Constraint[] Candidates(string @namespace)
        => @namespace.Length == 0 ? _all : _byNamespace.TryGetValue(@namespace, out var listed) ? listed : _elsewhere;

    private static bool ListsNames(MatchCriteria match) => match.Namespaces.Length > 0 && match.Namespaces.All(n => n.IsExact);
}
