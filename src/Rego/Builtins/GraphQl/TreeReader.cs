using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>
/// Trees from Rego objects of the shape <see cref="TreeWriter"/> gives. As in OPA every selection is read as a field, since its
/// objects do not say what they are: spreads of fragments do not survive the way through an object.
/// </summary>
internal sealed class TreeReader(Work work)
{
    public QueryDocument Query(RegoObject tree) => new()
    {
        Operations = List(tree, "Operations", Operation),
        Fragments = List(tree, "Fragments", Fragment),
    };

    public SchemaDocument Schema(RegoObject tree) => new()
    {
        Schemas = List(tree, "Schema", EntryPoints),
        SchemaExtensions = List(tree, "SchemaExtension", EntryPoints),
        Directives = List(tree, "Directives", DirectiveDefinition),
        Definitions = List(tree, "Definitions", Definition),
        Extensions = List(tree, "Extensions", Definition),
    };

    private Operation Operation(RegoObject tree) => new()
    {
        Kind = Text(tree, "Operation"),
        Name = Text(tree, "Name"),
        Variables = List(tree, "VariableDefinitions", Variable),
        Directives = List(tree, "Directives", Directive),
        Selections = List(tree, "SelectionSet", Selection),
    };

    private Fragment Fragment(RegoObject tree) => new()
    {
        Name = Text(tree, "Name"),
        Variables = List(tree, "VariableDefinition", Variable),
        TypeCondition = Text(tree, "TypeCondition"),
        Directives = List(tree, "Directives", Directive),
        Selections = List(tree, "SelectionSet", Selection),
    };

    private Variable Variable(RegoObject tree) => new()
    {
        Name = Text(tree, "Variable"),
        Type = Type(tree),
        Default = Literal(tree, "DefaultValue"),
        Directives = List(tree, "Directives", Directive),
        IsUsed = Flag(tree, "Used"),
    };

    private Selection Selection(RegoObject tree) => new FieldSelection
    {
        Alias = Text(tree, "Alias"),
        Name = Text(tree, "Name"),
        Arguments = List(tree, "Arguments", Argument),
        Directives = List(tree, "Directives", Directive),
        Selections = List(tree, "SelectionSet", Selection),
    };

    private Argument Argument(RegoObject tree) => new() { Name = Text(tree, "Name"), Value = Literal(tree, "Value") ?? throw Wrong("Value") };

    private Directive Directive(RegoObject tree) => new()
    {
        Name = Text(tree, "Name"),
        Arguments = List(tree, "Arguments", Argument),
        Location = Text(tree, "Location"),
    };

    private Literal? Literal(RegoObject tree, string name)
    {
        if (Member(tree, name) is not { } member)
        {
            return null;
        }

        var literal = member as RegoObject ?? throw Wrong(name);
        var kind = Member(literal, "Kind") switch
        {
            null => 0,
            RegoNumber number when number.TryGetInt64(out var code) && Enum.IsDefined((LiteralKind)code) => code,
            _ => throw Wrong("Kind"),
        };
        return new()
        {
            Kind = (LiteralKind)kind,
            Raw = Text(literal, "Raw"),
            Children = List(literal, "Children", Child),
            ExpectedTypeHasDefault = Flag(literal, "ExpectedTypeHasDefault"),
        };
    }

    private LiteralChild Child(RegoObject tree) => new(Text(tree, "Name"), Literal(tree, "Value") ?? throw Wrong("Value"), null);

    // A type that is not there is an undefined one to those who check.
    private TypeName Type(RegoObject tree, string name = "Type")
    {
        if (Member(tree, name) is not { } member)
        {
            return new("", null, NonNull: false, null);
        }

        using var level = work.Enter();
        var type = member as RegoObject ?? throw Wrong(name);
        return new(Text(type, "NamedType"), Member(type, "Elem") is null ? null : Type(type, "Elem"), Flag(type, "NonNull"), null);
    }

    private EntryPoints EntryPoints(RegoObject tree) => new()
    {
        Description = Text(tree, "Description"),
        Directives = List(tree, "Directives", Directive),
        Operations = List(tree, "OperationTypes", operation => new EntryPoint(Text(operation, "Operation"), Text(operation, "Type"), null)),
    };

    private Definition Definition(RegoObject tree) => new()
    {
        Kind = Text(tree, "Kind"),
        Description = Text(tree, "Description"),
        Name = Text(tree, "Name"),
        Directives = List(tree, "Directives", Directive),
        Interfaces = Names(tree, "Interfaces"),
        Fields = List(tree, "Fields", Field),
        Types = Names(tree, "Types"),
        EnumValues = List(tree, "EnumValues", value => new EnumValue
        {
            Description = Text(value, "Description"),
            Name = Text(value, "Name"),
            Directives = List(value, "Directives", Directive),
        }),
        IsBuiltIn = Flag(tree, "BuiltIn"),
    };

    private FieldDefinition Field(RegoObject tree) => new()
    {
        Description = Text(tree, "Description"),
        Name = Text(tree, "Name"),
        Arguments = List(tree, "Arguments", Field),
        Default = Literal(tree, "DefaultValue"),
        Type = Type(tree),
        Directives = List(tree, "Directives", Directive),
    };

    private DirectiveDefinition DirectiveDefinition(RegoObject tree) => new()
    {
        Description = Text(tree, "Description"),
        Name = Text(tree, "Name"),
        Arguments = List(tree, "Arguments", Field),
        Locations = Names(tree, "Locations"),
        IsRepeatable = Flag(tree, "IsRepeatable"),
    };

    private static RegoValue? Member(RegoObject tree, string name) => tree.TryGet(RegoNames.Of(name), out var value) && value is not RegoNull ? value : null;

    private static string Text(RegoObject tree, string name) => Member(tree, name) switch
    {
        null => "",
        RegoString text => text.Value,
        _ => throw Wrong(name),
    };

    private static bool Flag(RegoObject tree, string name) => Member(tree, name) switch
    {
        null => false,
        RegoBoolean flag => flag == RegoBoolean.True,
        _ => throw Wrong(name),
    };

    private static List<string> Names(RegoObject tree, string name) => Member(tree, name) switch
    {
        null => [],
        RegoArray array => [.. array.Select(item => item is RegoString text ? text.Value : throw Wrong(name))],
        _ => throw Wrong(name),
    };

    private List<T> List<T>(RegoObject tree, string name, Func<RegoObject, T> read)
    {
        using var level = work.Enter();
        return Member(tree, name) switch
        {
            null => [],
            RegoArray array => [.. array.Select(item => read(item as RegoObject ?? throw Wrong(name)))],
            _ => throw Wrong(name),
        };
    }

    private static GraphQlException Wrong(string name) => new($"{name} is not what it must be in a GraphQL AST");
}
