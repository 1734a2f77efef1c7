namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>Types have the fields that are asked for.</summary>
internal sealed class FieldsOnCorrectType : QueryRule
{
    public override void OnField(QueryWalk walk, FieldSelection field)
    {
        if (field.Parent is not { } parent || field.Definition is not null)
        {
            return;
        }

        var types = parent.IsAbstract ? TypesWith(walk, parent, field.Name) : [];
        var hint = types.Count > 0 ? $" Did you mean to use an inline fragment on {DidYouMean.Or(types.Select(name => $"\"{name}\""))}?"
            : parent.Kind is TypeKinds.Object or TypeKinds.Interface ? DidYouMean.Names(walk.Work, field.Name, parent.Fields.Select(each => each.Name))
            : "";
        walk.Report(field.Place, $"Cannot query field \"{field.Name}\" on type \"{parent.Name}\".{hint}");
    }

    // The possible types with the field, and their interfaces that have it: those most implement first.
    private static List<string> TypesWith(QueryWalk walk, Definition parent, string name)
    {
        var possible = walk.Schema.PossibleTypes(parent.Name);
        walk.Work.Step(possible.Sum(type => type.Fields.Count + type.Interfaces.Sum(each => walk.Schema.Type(each)?.Fields.Count ?? 0)));
        var having = possible.Where(type => type.Field(name) is not null).ToList();
        var uses = having.SelectMany(type => type.Interfaces)
            .Where(each => walk.Schema.Type(each)?.Field(name) is not null)
            .CountBy(each => each)
            .ToDictionary(StringComparer.Ordinal);
        return [.. uses.Keys.Concat(having.Select(type => type.Name))
            .OrderByDescending(each => uses.GetValueOrDefault(each))
            .ThenBy(each => each, StringComparer.Ordinal)];
    }
}

/// <summary>What has fields is asked for fields; what has none is not.</summary>
internal sealed class ScalarLeafs : QueryRule
{
    public override void OnField(QueryWalk walk, FieldSelection field)
    {
        if (field.Definition is not { } definition || walk.Schema.Type(definition.Type.Name) is not { } type)
        {
            return;
        }

        if (type.IsLeaf && field.Selections.Count > 0)
        {
            walk.Report(field.Place, $"Field \"{field.Name}\" must not have a selection since type \"{type.Name}\" has no subfields.");
        }

        if (!type.IsLeaf && field.Selections.Count == 0)
        {
            walk.Report(field.Place, $"Field \"{field.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name} {{ ... }}\"?");
        }
    }
}
