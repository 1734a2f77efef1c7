namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>Fragments are of types that have fields.</summary>
internal sealed class FragmentsOnCompositeTypes : QueryRule
{
    public override void OnInlineFragment(QueryWalk walk, InlineFragment inline)
    {
        if (walk.Schema.Type(inline.TypeCondition) is { IsComposite: false })
        {
            walk.Report(inline.Place, $"Fragment cannot condition on non composite type \"{inline.TypeCondition}\".");
        }
    }

    public override void OnFragment(QueryWalk walk, Fragment fragment)
    {
        if (fragment.Definition is { IsComposite: false })
        {
            walk.Report(fragment.Place, $"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition}\".");
        }
    }
}

/// <summary>Fragments that are spread exist.</summary>
internal sealed class KnownFragmentNames : QueryRule
{
    public override void OnSpread(QueryWalk walk, FragmentSpread spread)
    {
        if (spread.Definition is null)
        {
            walk.Report(spread.Place, $"Unknown fragment \"{spread.Name}\".");
        }
    }
}

/// <summary>No fragment has itself inside.</summary>
internal sealed class NoFragmentCycles : QueryRule
{
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpread> path = [];
    private readonly Dictionary<string, int> pathIndex = new(StringComparer.Ordinal);

    public override void OnFragment(QueryWalk walk, Fragment fragment)
    {
        using var level = walk.Work.Enter();
        if (!visited.Add(fragment.Name))
        {
            return;
        }

        pathIndex[fragment.Name] = path.Count;
        foreach (var spread in Spreads(fragment.Selections))
        {
            walk.Work.Step();
            path.Add(spread);
            if (pathIndex.TryGetValue(spread.Name, out var start))
            {
                var between = string.Join(", ", path[start..^1].Select(each => $"\"{each.Name}\""));
                walk.Report(spread.Place, $"Cannot spread fragment \"{spread.Name}\" within itself{(between.Length > 0 ? $" via {between}" : "")}.");
            }
            else if (walk.Fragment(spread.Name) is { } next)
            {
                OnFragment(walk, next);
            }

            path.RemoveAt(path.Count - 1);
        }

        pathIndex.Remove(fragment.Name);
    }

    private static List<FragmentSpread> Spreads(List<Selection> selections)
    {
        var spreads = new List<FragmentSpread>();
        var open = new Stack<List<Selection>>([selections]);
        while (open.TryPop(out var set))
        {
            foreach (var selection in set)
            {
                switch (selection)
                {
                    case FragmentSpread spread:
                        spreads.Add(spread);
                        break;
                    case FieldSelection field:
                        open.Push(field.Selections);
                        break;
                    case InlineFragment inline:
                        open.Push(inline.Selections);
                        break;
                }
            }
        }

        return spreads;
    }
}

/// <summary>Every fragment is spread by an operation.</summary>
internal sealed class NoUnusedFragments : QueryRule
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private bool isInFragments;

    public override void OnSpread(QueryWalk walk, FragmentSpread spread)
    {
        if (!isInFragments)
        {
            used.Add(spread.Name);
        }
    }

    public override void OnFragment(QueryWalk walk, Fragment fragment)
    {
        isInFragments = true;
        if (!used.Contains(fragment.Name))
        {
            walk.Report(fragment.Place, $"Fragment \"{fragment.Name}\" is never used.");
        }
    }
}

/// <summary>Fragments are spread where something of their type can be.</summary>
internal sealed class PossibleFragmentSpreads : QueryRule
{
    public override void OnInlineFragment(QueryWalk walk, InlineFragment inline)
        => Check(walk, inline, inline.TypeCondition, "Fragment");

    public override void OnSpread(QueryWalk walk, FragmentSpread spread)
    {
        if (spread.Definition is { } fragment)
        {
            Check(walk, spread, fragment.TypeCondition, $"Fragment \"{spread.Name}\"");
        }
    }

    private static void Check(QueryWalk walk, Selection selection, string typeName, string what)
    {
        if (selection.Parent is not { IsComposite: true } parent || walk.Schema.Type(typeName) is not { IsComposite: true })
        {
            return;
        }

        walk.Work.Step(walk.Schema.PossibleTypes(parent.Name).Count + walk.Schema.PossibleTypes(typeName).Count);
        var here = parent.IsAbstract ? walk.Schema.PossibleTypes(parent.Name).Select(type => type.Name).ToHashSet(StringComparer.Ordinal) : [parent.Name];
        if (!walk.Schema.PossibleTypes(typeName).Any(type => here.Contains(type.Name)))
        {
            walk.Report(selection.Place, $"{what} cannot be spread here as objects of type \"{parent.Name}\" can never be of type \"{typeName}\".");
        }
    }
}

/// <summary>No two fragments have one name.</summary>
internal sealed class UniqueFragmentNames : QueryRule
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public override void OnFragment(QueryWalk walk, Fragment fragment)
    {
        if (!seen.Add(fragment.Name))
        {
            walk.Report(fragment.Place, $"There can be only one fragment named \"{fragment.Name}\".");
        }
    }
}
