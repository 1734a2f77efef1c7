namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>
/// Fields with one name in the answer are one field: what two selections ask for under it can be merged. Compares fields of each
/// selection set with each other and with those of the fragments it spreads, and what is selected in them likewise.
/// </summary>
internal sealed class OverlappingFields : QueryRule
{
    private readonly Dictionary<(string First, string Second), bool> comparedFragments = [];
    private readonly Dictionary<List<Selection>, FieldSet> sets = new(ReferenceEqualityComparer.Instance);
    private HashSet<string> comparedWithFields = new(StringComparer.Ordinal);

    public override void OnOperation(QueryWalk walk, Operation operation) => Check(walk, operation.Selections);

    public override void OnFragment(QueryWalk walk, Fragment fragment) => Check(walk, fragment.Selections);

    public override void OnInlineFragment(QueryWalk walk, InlineFragment inline) => Check(walk, inline.Selections);

    public override void OnField(QueryWalk walk, FieldSelection field)
    {
        // Fields of fragments have been seen with the operations that spread them.
        if (walk.Operation is not null)
        {
            Check(walk, field.Selections);
        }
    }

    private void Check(QueryWalk walk, List<Selection> selections)
    {
        if (selections.Count == 0)
        {
            return;
        }

        var set = SetOf(walk, selections);
        var conflicts = new List<Conflict>();
        foreach (var fields in set.Fields.Values)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count; j++)
                {
                    Add(conflicts, Compare(walk, false, fields[i], fields[j]));
                }
            }
        }

        comparedWithFields = new(StringComparer.Ordinal);
        for (var i = 0; i < set.Spreads.Count; i++)
        {
            CompareWithFragment(walk, conflicts, false, set, set.Spreads[i]);
            for (var j = i + 1; j < set.Spreads.Count; j++)
            {
                CompareFragments(walk, conflicts, false, set.Spreads[i], set.Spreads[j]);
            }
        }

        foreach (var conflict in conflicts)
        {
            walk.Report(conflict.Place, $"Fields \"{conflict.Name}\" conflict because {conflict.Reason}. Use different aliases on the fields to fetch both if this was intentional.");
        }
    }

    private static void Add(List<Conflict> conflicts, Conflict? conflict)
    {
        if (conflict is not null)
        {
            conflicts.Add(conflict);
        }
    }

    private void CompareWithFragment(QueryWalk walk, List<Conflict> conflicts, bool areExclusive, FieldSet set, FragmentSpread spread)
    {
        using var level = walk.Work.Enter();
        if (!comparedWithFields.Add(spread.Name) || spread.Definition is not { } fragment)
        {
            return;
        }

        var other = SetOf(walk, fragment.Selections);
        if (ReferenceEquals(set, other) || set.Fields.Count + other.Fields.Count == 0)
        {
            return;
        }

        CompareSets(walk, conflicts, areExclusive, set, other);
        foreach (var inner in other.Spreads.Where(inner => inner.Name != spread.Name))
        {
            CompareWithFragment(walk, conflicts, areExclusive, set, inner);
        }
    }

    private void CompareFragments(QueryWalk walk, List<Conflict> conflicts, bool areExclusive, FragmentSpread a, FragmentSpread b)
    {
        using var level = walk.Work.Enter();
        if (a.Name == b.Name)
        {
            return;
        }

        // A pair found free of conflicts without being exclusive is free of them if it is.
        var pair = string.CompareOrdinal(a.Name, b.Name) < 0 ? (a.Name, b.Name) : (b.Name, a.Name);
        if (comparedFragments.TryGetValue(pair, out var wereExclusive) && (areExclusive || !wereExclusive))
        {
            return;
        }

        comparedFragments[pair] = areExclusive;
        if (a.Definition is null || b.Definition is null)
        {
            return;
        }

        var (setA, setB) = (SetOf(walk, a.Definition.Selections), SetOf(walk, b.Definition.Selections));
        CompareSets(walk, conflicts, areExclusive, setA, setB);
        setB.Spreads.ForEach(inner => CompareFragments(walk, conflicts, areExclusive, a, inner));
        setA.Spreads.ForEach(inner => CompareFragments(walk, conflicts, areExclusive, inner, b));
    }

    private void CompareSets(QueryWalk walk, List<Conflict> conflicts, bool areExclusive, FieldSet a, FieldSet b)
    {
        foreach (var (name, fieldsA) in a.Fields)
        {
            foreach (var fieldA in fieldsA)
            {
                foreach (var fieldB in b.Fields.GetValueOrDefault(name) ?? [])
                {
                    Add(conflicts, Compare(walk, areExclusive, fieldA, fieldB));
                }
            }
        }
    }

    private Conflict? Compare(QueryWalk walk, bool areExclusive, FieldSelection a, FieldSelection b)
    {
        using var level = walk.Work.Enter();
        if (a.Parent is null || b.Parent is null)
        {
            return null;
        }

        // Two different objects are never both the answer.
        areExclusive |= a.Parent.Name != b.Parent.Name && a.Parent.Kind == TypeKinds.Object && b.Parent.Kind == TypeKinds.Object;
        if (!areExclusive)
        {
            walk.Work.Step(a.Arguments.Count * b.Arguments.Count);
            if (a.Name != b.Name)
            {
                return new(a.ResponseName, $"\"{a.Name}\" and \"{b.Name}\" are different fields", b.Place);
            }

            if (!SameArguments(a.Arguments, b.Arguments))
            {
                return new(a.ResponseName, "they have differing arguments", b.Place);
            }
        }

        if (a.Definition is not null && b.Definition is not null && TypesConflict(walk.Schema, a.Definition.Type, b.Definition.Type))
        {
            return new(a.ResponseName, $"they return conflicting types \"{a.Definition.Type}\" and \"{b.Definition.Type}\"", b.Place);
        }

        var conflicts = CompareSelections(walk, areExclusive, SetOf(walk, a.Selections), SetOf(walk, b.Selections));
        return conflicts.Count == 0
            ? null
            : new(a.ResponseName, string.Join(" and ", conflicts.Select(each => $"subfields \"{each.Name}\" conflict because {each.Reason}")), b.Place);
    }

    private List<Conflict> CompareSelections(QueryWalk walk, bool areExclusive, FieldSet a, FieldSet b)
    {
        var conflicts = new List<Conflict>();
        CompareSets(walk, conflicts, areExclusive, a, b);
        foreach (var (set, spreads) in (ReadOnlySpan<(FieldSet, List<FragmentSpread>)>)[(a, b.Spreads), (b, a.Spreads)])
        {
            foreach (var spread in spreads)
            {
                comparedWithFields = new(StringComparer.Ordinal);
                CompareWithFragment(walk, conflicts, areExclusive, set, spread);
            }
        }

        foreach (var spreadA in a.Spreads)
        {
            b.Spreads.ForEach(spreadB => CompareFragments(walk, conflicts, areExclusive, spreadA, spreadB));
        }

        return conflicts;
    }

    private static bool SameArguments(List<Argument> a, List<Argument> b)
        => a.Count == b.Count && a.TrueForAll(x => b.Exists(y => x.Name == y.Name && x.Value.Kind == y.Value.Kind && x.Value.Raw == y.Value.Raw));

    private static bool TypesConflict(Schema schema, TypeName a, TypeName b)
    {
        if (a.Element is not null || b.Element is not null)
        {
            return a.Element is null || b.Element is null || TypesConflict(schema, a.Element, b.Element);
        }

        return a.NonNull != b.NonNull
            || (schema.Type(a.Named) is { IsLeaf: true } && schema.Type(b.Named) is { IsLeaf: true } && a.Named != b.Named);
    }

    private FieldSet SetOf(QueryWalk walk, List<Selection> selections)
    {
        if (!sets.TryGetValue(selections, out var set))
        {
            sets.Add(selections, set = new());
            Collect(walk, selections, set);
        }

        return set;
    }

    private static void Collect(QueryWalk walk, List<Selection> selections, FieldSet set)
    {
        using var level = walk.Work.Enter();
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection field:
                    set.Add(field);
                    break;
                case InlineFragment inline:
                    Collect(walk, inline.Selections, set);
                    break;
                case FragmentSpread spread:
                    set.Spreads.Add(spread);
                    break;
            }
        }
    }

    /// <summary>Two fields that cannot be merged, and why.</summary>
    private sealed record Conflict(string Name, string Reason, Place? Place);

    /// <summary>The fields of a selection set by their names in the answer, in order, and the fragments it spreads.</summary>
    private sealed class FieldSet
    {
        public OrderedDictionary<string, List<FieldSelection>> Fields { get; } = new(StringComparer.Ordinal);

        public List<FragmentSpread> Spreads { get; } = [];

        public void Add(FieldSelection field)
        {
            if (!Fields.TryGetValue(field.ResponseName, out var fields))
            {
                Fields.Add(field.ResponseName, fields = []);
            }

            fields.Add(field);
        }
    }
}
