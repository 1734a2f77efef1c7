namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>A document of definitions.</summary>
internal sealed class SchemaDocument
{
    public List<EntryPoints> Schemas { get; init; } = [];

    public List<EntryPoints> SchemaExtensions { get; init; } = [];

    public List<DirectiveDefinition> Directives { get; init; } = [];

    public List<Definition> Definitions { get; init; } = [];

    public List<Definition> Extensions { get; init; } = [];
}

/// <summary><c>schema { query: Query }</c>.</summary>
internal sealed class EntryPoints
{
    public Place? Place { get; init; }

    public string Description { get; init; } = "";

    public List<Directive> Directives { get; init; } = [];

    public List<EntryPoint> Operations { get; init; } = [];
}

/// <summary>The type with which an operation begins.</summary>
internal sealed record EntryPoint(string Operation, string Type, Place? Place);

/// <summary>Kinds of types as OPA's trees call them.</summary>
internal static class TypeKinds
{
    public const string Scalar = "SCALAR";
    public const string Object = "OBJECT";
    public const string Interface = "INTERFACE";
    public const string Union = "UNION";
    public const string Enum = "ENUM";
    public const string InputObject = "INPUT_OBJECT";
}

/// <summary>A type, or what is added to one.</summary>
internal sealed record Definition
{
    public Place? Place { get; init; }

    public required string Kind { get; init; }

    public string Description { get; init; } = "";

    public required string Name { get; init; }

    public List<Directive> Directives { get; init; } = [];

    public List<string> Interfaces { get; init; } = [];

    public List<FieldDefinition> Fields { get; init; } = [];

    public List<string> Types { get; init; } = [];

    public List<EnumValue> EnumValues { get; init; } = [];

    public bool IsBuiltIn { get; init; }

    public bool IsLeaf => Kind is TypeKinds.Scalar or TypeKinds.Enum;

    public bool IsAbstract => Kind is TypeKinds.Interface or TypeKinds.Union;

    public bool IsComposite => IsAbstract || Kind == TypeKinds.Object;

    public bool IsInput => IsLeaf || Kind == TypeKinds.InputObject;

    /// <summary>A field of the type.</summary>
    public FieldDefinition? Field(string name) => Fields.Find(field => field.Name == name);

    /// <summary>The same with lists of its own, to which extensions can be added.</summary>
    public Definition Copy() => this with
    {
        Directives = [.. Directives],
        Interfaces = [.. Interfaces],
        Fields = [.. Fields],
        Types = [.. Types],
        EnumValues = [.. EnumValues],
    };
}

/// <summary>A field of a type, or an argument of a field or directive.</summary>
internal sealed class FieldDefinition
{
    public Place? Place { get; init; }

    public string Description { get; init; } = "";

    public required string Name { get; init; }

    /// <summary>Only fields of objects and interfaces have some.</summary>
    public List<FieldDefinition> Arguments { get; init; } = [];

    /// <summary>Only arguments and fields of input objects have one.</summary>
    public Literal? Default { get; init; }

    public required TypeName Type { get; init; }

    public List<Directive> Directives { get; init; } = [];

    public bool HasDefault => Default is { Kind: not LiteralKind.Null };
}

internal sealed class EnumValue
{
    public string Description { get; init; } = "";

    public required string Name { get; init; }

    public List<Directive> Directives { get; init; } = [];
}

internal sealed class DirectiveDefinition
{
    public Place? Place { get; init; }

    public string Description { get; init; } = "";

    public required string Name { get; init; }

    public List<FieldDefinition> Arguments { get; init; } = [];

    public List<string> Locations { get; init; } = [];

    public bool IsRepeatable { get; init; }
}

/// <summary>The name of a type, or a list of such, that may be said not to be null.</summary>
internal sealed record TypeName(string Named, TypeName? Element, bool NonNull, Place? Place)
{
    /// <summary>The name inside of all lists.</summary>
    public string Name => Element is null ? Named : Element.Name;

    /// <summary>Whether a variable of this type can stand where the other is expected.</summary>
    public bool FitsInto(TypeName other)
        => Named == other.Named
            && (Element is null || (other.Element is not null && Element.FitsInto(other.Element)))
            && (NonNull || !other.NonNull);

    public override string ToString() => (Element is null ? Named : $"[{Element}]") + (NonNull ? "!" : "");
}
