using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>The schema has a type for the operation.</summary>
internal sealed class KnownRootType : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        if (!walk.Schema.Roots.ContainsKey(operation.Kind.Length == 0 ? "query" : operation.Kind))
        {
            walk.Report(operation.Place, $"Schema does not support operation type \"{operation.Kind}\"");
        }
    }
}

/// <summary>Types of variables and fragments exist.</summary>
internal sealed class KnownTypeNames : QueryRule
{
    public override void OnVariable(QueryWalk walk, Variable variable)
    {
        if (variable.Definition is null)
        {
            walk.Report(variable.Place, $"Unknown type \"{variable.Type.Name}\".");
        }
    }

    public override void OnInlineFragment(QueryWalk walk, InlineFragment inline)
    {
        if (inline.TypeCondition.Length > 0 && walk.Schema.Type(inline.TypeCondition) is null)
        {
            walk.Report(inline.Place, $"Unknown type \"{inline.TypeCondition}\".");
        }
    }

    public override void OnFragment(QueryWalk walk, Fragment fragment)
    {
        if (fragment.Definition is null)
        {
            var hint = DidYouMean.Names(walk.Work, fragment.TypeCondition, walk.Schema.Types.Keys.Order(StringComparer.Ordinal));
            walk.Report(fragment.Place, $"Unknown type \"{fragment.TypeCondition}\".{hint}");
        }
    }
}

/// <summary>An operation without a name is alone.</summary>
internal sealed class LoneAnonymousOperation : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        if (operation.Name.Length == 0 && walk.Document.Operations.Count > 1)
        {
            walk.Report(operation.Place, "This anonymous operation must be the only defined operation.");
        }
    }
}

/// <summary>No two operations have one name.</summary>
internal sealed class UniqueOperationNames : QueryRule
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        if (!seen.Add(operation.Name))
        {
            walk.Report(operation.Place, $"There can be only one operation named \"{operation.Name}\".");
        }
    }
}

/// <summary>Subscriptions ask for one field, and not about the schema.</summary>
internal sealed class SingleFieldSubscriptions : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        if (operation.Kind != "subscription" || !walk.Schema.Roots.ContainsKey("subscription"))
        {
            return;
        }

        var fields = new List<FieldSelection>();
        Collect(walk, operation.Selections, [], fields);
        var top = fields.DistinctBy(field => field.Name).ToList();
        var name = operation.Name.Length > 0 ? $"Subscription {GoQuote.Quote(operation.Name)}" : "Anonymous Subscription";
        if (top.Count > 1)
        {
            walk.Report(top[1].Place, $"{name} must select only one top level field.");
        }

        foreach (var field in top.Where(field => field.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            walk.Report(field.Place, $"{name} must not select an introspection top level field.");
        }
    }

    private static void Collect(QueryWalk walk, List<Selection> selections, HashSet<Fragment> seen, List<FieldSelection> fields)
    {
        using var level = walk.Work.Enter();
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection field:
                    fields.Add(field);
                    break;
                case InlineFragment inline:
                    Collect(walk, inline.Selections, seen, fields);
                    break;
                case FragmentSpread { Definition: { } fragment } when seen.Add(fragment):
                    Collect(walk, fragment.Selections, seen, fields);
                    break;
            }
        }
    }
}
