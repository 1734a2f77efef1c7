using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Kinds of values, with the numbers they have in OPA's trees.</summary>
internal enum LiteralKind
{
    Variable = 0,
    Int = 1,
    Float = 2,
    String = 3,
    Block = 4,
    Boolean = 5,
    Null = 6,
    Enum = 7,
    List = 8,
    Object = 9,
}

/// <summary>A value as written, or a variable in its place.</summary>
internal sealed class Literal
{
    public Place? Place { get; init; }

    public required LiteralKind Kind { get; init; }

    /// <summary>The text; of a variable, its name without the sign.</summary>
    public string Raw { get; init; } = "";

    /// <summary>The elements of a list, which have no names, or the members of an object.</summary>
    public List<LiteralChild> Children { get; init; } = [];

    public bool ExpectedTypeHasDefault { get; set; }

    /// <summary>The type that must be here; known in the walk.</summary>
    public TypeName? ExpectedType { get; set; }

    /// <summary>The definition of the expected type, without lists around it.</summary>
    public Definition? Definition { get; set; }

    /// <summary>What the variable is in the current operation.</summary>
    public Variable? Variable { get; set; }

    /// <summary>The value as messages print it.</summary>
    public override string ToString() => Kind switch
    {
        LiteralKind.Variable => "$" + Raw,
        LiteralKind.String or LiteralKind.Block => GoQuote.Quote(Raw),
        LiteralKind.List => $"[{string.Join(',', Children.Select(child => child.Value.ToString()))}]",
        LiteralKind.Object => $"{{{string.Join(',', Children.Select(child => $"{child.Name}:{child.Value}"))}}}",
        _ => Raw,
    };
}

/// <summary>A part of a list or an object.</summary>
internal sealed record LiteralChild(string Name, Literal Value, Place? Place);
