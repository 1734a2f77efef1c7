namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>A document of operations and fragments.</summary>
internal sealed class QueryDocument
{
    public List<Operation> Operations { get; init; } = [];

    public List<Fragment> Fragments { get; init; } = [];
}

/// <summary>A query, mutation or subscription.</summary>
internal sealed class Operation
{
    public Place? Place { get; init; }

    /// <summary>Which of the three; a tree may leave it out, which is a query.</summary>
    public string Kind { get; init; } = "query";

    public string Name { get; set; } = "";

    public List<Variable> Variables { get; set; } = [];

    public List<Directive> Directives { get; set; } = [];

    public List<Selection> Selections { get; set; } = [];
}

/// <summary>A variable of an operation.</summary>
internal sealed class Variable
{
    public Place? Place { get; init; }

    public required string Name { get; init; }

    public required TypeName Type { get; init; }

    public Literal? Default { get; init; }

    public List<Directive> Directives { get; init; } = [];

    /// <summary>Whether something uses it; known after the walk.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The type's definition; known in the walk.</summary>
    public Definition? Definition { get; set; }
}

/// <summary>A fragment that has a name.</summary>
internal sealed class Fragment
{
    public Place? Place { get; init; }

    public required string Name { get; init; }

    public List<Variable> Variables { get; init; } = [];

    public required string TypeCondition { get; init; }

    public List<Directive> Directives { get; init; } = [];

    public List<Selection> Selections { get; init; } = [];

    public Definition? Definition { get; set; }
}

/// <summary>What a selection set has: a field, the spread of a fragment, or a fragment without a name.</summary>
internal abstract class Selection
{
    public Place? Place { get; init; }

    public List<Directive> Directives { get; init; } = [];

    /// <summary>The type in which this is selected; known in the walk.</summary>
    public Definition? Parent { get; set; }
}

internal sealed class FieldSelection : Selection
{
    public string Alias { get; init; } = "";

    public required string Name { get; init; }

    public List<Argument> Arguments { get; init; } = [];

    public List<Selection> Selections { get; init; } = [];

    public FieldDefinition? Definition { get; set; }

    /// <summary>What the field is called in the answer.</summary>
    public string ResponseName => Alias.Length > 0 ? Alias : Name;
}

internal sealed class FragmentSpread : Selection
{
    public required string Name { get; init; }

    public Fragment? Definition { get; set; }
}

internal sealed class InlineFragment : Selection
{
    public string TypeCondition { get; init; } = "";

    public List<Selection> Selections { get; init; } = [];
}

internal sealed class Argument
{
    public Place? Place { get; init; }

    public required string Name { get; init; }

    public required Literal Value { get; init; }
}

internal sealed class Directive
{
    public Place? Place { get; init; }

    public required string Name { get; init; }

    public List<Argument> Arguments { get; init; } = [];

    /// <summary>Where it stands; known in the walk.</summary>
    public string Location { get; set; } = "";

    public DirectiveDefinition? Definition { get; set; }
}
