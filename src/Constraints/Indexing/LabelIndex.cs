using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Indexing;

/// <summary>Constraints whose selector asks for a label with one of some values, by that label. Of several requirements the first one
/// is enough to find them by.</summary>
internal sealed class LabelIndex
{
    private readonly (RegoString Key, Dictionary<string, Constraint[]> ByValue)[] _keys;

    public LabelIndex(Constraint[] constraints, Func<Constraint, LabelSelector?> selector)
        => _keys = [.. constraints
            .Select(c => (Constraint: c, selector(c)?.Required))
            .Where(c => c.Required is not null)
            .GroupBy(c => c.Required!.Key)
            .Select(k => (k.Key, k
                .SelectMany(c => c.Required!.Values.Distinct(StringComparer.Ordinal), (c, value) => (c.Constraint, Value: value))
                .GroupBy(c => c.Value, StringComparer.Ordinal)
                .ToDictionary(v => v.Key, v => v.Select(c => c.Constraint).ToArray(), StringComparer.Ordinal)))];

    /// <summary>Whether constraints with a selector are found here.</summary>
    public static bool IsIndexed(LabelSelector? selector) => selector?.Required is not null;

    /// <summary>Visits the constraints that ask for a label that one of two objects has, each once.</summary>
    public void Visit(ReviewedObject one, ReviewedObject? other, Action<Constraint> visit)
    {
        foreach (var (key, byValue) in _keys)
        {
            var found = Find(byValue, one.Label(key));
            foreach (var constraint in found)
            {
                visit(constraint);
            }

            if (other?.Label(key) is { } value && value != one.Label(key))
            {
                VisitOthers(Find(byValue, value), found, visit);
            }
        }
    }

    private static void VisitOthers(Constraint[] constraints, Constraint[] visited, Action<Constraint> visit)
    {
        foreach (var constraint in constraints)
        {
            if (!visited.Contains(constraint))
            {
                visit(constraint);
            }
        }
    }

    private static Constraint[] Find(Dictionary<string, Constraint[]> byValue, string? value)
        => value is not null && byValue.TryGetValue(value, out var found) ? found : [];
}
