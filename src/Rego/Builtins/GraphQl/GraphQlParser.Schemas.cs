namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Types, directives and entry points.</summary>
internal sealed partial class GraphQlParser
{
    private const string Locations = " QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION"
        + " SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION ";

    private bool isBuiltIn;

    /// <param name="work">Bounds the depth and the steps.</param>
    /// <param name="text">The schema.</param>
    /// <param name="isBuiltIn">Whether these are the types every schema has, which may have names that begin with two underscores.</param>
    public static SchemaDocument Schema(Work work, string text, bool isBuiltIn = false)
    {
        var parser = new GraphQlParser(work, text) { isBuiltIn = isBuiltIn };
        var document = new SchemaDocument();
        while (parser.token.Kind != TokenKind.End)
        {
            parser.Definition(document);
        }

        return document;
    }

    private void Definition(SchemaDocument document)
    {
        var described = token;
        var description = Description();
        if (token.Kind != TokenKind.Name)
        {
            throw Unexpected(token);
        }

        switch (token.Text)
        {
            case "schema":
                document.Schemas.Add(EntryPoints(description));
                break;
            case "directive":
                document.Directives.Add(DirectiveDefinition(description));
                break;
            case "extend":
                Extension(document, description.Length == 0 ? null : described);
                break;
            default:
                document.Definitions.Add(TypeDefinition(description, isExtension: false));
                break;
        }
    }

    private string Description() => token.Kind is TokenKind.String or TokenKind.BlockString ? Take().Text : "";

    // Descriptions belong to what is extended; an empty one passes.
    private void Extension(SchemaDocument document, GraphQlToken? description)
    {
        if (description is { } wrong)
        {
            throw Unexpected(wrong);
        }

        ExpectWord("extend");
        if (!token.IsName("schema"))
        {
            document.Extensions.Add(TypeDefinition("", isExtension: true));
            return;
        }

        var extension = EntryPoints("");
        document.SchemaExtensions.Add(extension.Directives.Count + extension.Operations.Count > 0 ? extension : throw Unexpected(token));
    }

    private EntryPoints EntryPoints(string description)
    {
        ExpectWord("schema");
        return new()
        {
            Place = token.Place,
            Description = description,
            Directives = Directives(isConstant: true),
            Operations = Between("{", "}", EntryPoint, canBeEmpty: false),
        };
    }

    private EntryPoint EntryPoint()
    {
        var place = token.Place;
        var operation = OperationKind();
        Expect(":");
        return new(operation, Name(), place);
    }

    private Definition TypeDefinition(string description, bool isExtension)
    {
        var kind = token.Kind != TokenKind.Name ? "" : token.Text switch
        {
            "scalar" => TypeKinds.Scalar,
            "type" => TypeKinds.Object,
            "interface" => TypeKinds.Interface,
            "union" => TypeKinds.Union,
            "enum" => TypeKinds.Enum,
            "input" => TypeKinds.InputObject,
            _ => "",
        };
        if (kind.Length == 0)
        {
            throw Unexpected(token);
        }

        Take();
        var canImplement = kind == TypeKinds.Object || (kind == TypeKinds.Interface && !isExtension);
        var definition = new Definition
        {
            Place = token.Place,
            Kind = kind,
            Description = description,
            IsBuiltIn = isBuiltIn,
            Name = Name(),
            Interfaces = canImplement ? Interfaces() : [],
            Directives = Directives(isConstant: !isExtension || kind != TypeKinds.InputObject),
            Fields = kind switch
            {
                TypeKinds.Object or TypeKinds.Interface => Between("{", "}", Field, canBeEmpty: false),
                TypeKinds.InputObject => Between("{", "}", Input, canBeEmpty: false),
                _ => [],
            },
            Types = kind == TypeKinds.Union && Skip("=") ? Names("|") : [],
            EnumValues = kind == TypeKinds.Enum ? Between("{", "}", EnumValue, canBeEmpty: false) : [],
        };
        var added = definition.Interfaces.Count + definition.Directives.Count + definition.Fields.Count + definition.Types.Count + definition.EnumValues.Count;
        return added > 0 || !isExtension ? definition : throw Unexpected(token);
    }

    private List<string> Interfaces()
    {
        if (token.Text != "implements")
        {
            return [];
        }

        Take();
        return Names("&");
    }

    // Names with a sign between them, which may stand before the first too.
    private List<string> Names(string sign)
    {
        Skip(sign);
        var names = new List<string> { Name() };
        while (Skip(sign))
        {
            names.Add(Name());
        }

        return names;
    }

    private FieldDefinition Field()
    {
        var place = token.Place;
        var description = Description();
        var name = Name();
        var arguments = ArgumentDefinitions();
        Expect(":");
        return new() { Place = place, Description = description, Name = name, Arguments = arguments, Type = Type(), Directives = Directives(isConstant: true) };
    }

    private List<FieldDefinition> ArgumentDefinitions() => Between("(", ")", Input, canBeEmpty: false);

    private FieldDefinition Input()
    {
        var place = token.Place;
        var description = Description();
        var name = Name();
        Expect(":");
        return new()
        {
            Place = place,
            Description = description,
            Name = name,
            Type = Type(),
            Default = Skip("=") ? Value(isConstant: true) : null,
            Directives = Directives(isConstant: true),
        };
    }

    private EnumValue EnumValue() => new() { Description = Description(), Name = Name(), Directives = Directives(isConstant: true) };

    private DirectiveDefinition DirectiveDefinition(string description)
    {
        ExpectWord("directive");
        Expect("@");
        var place = token.Place;
        var name = Name();
        var arguments = ArgumentDefinitions();
        var isRepeatable = token.IsName("repeatable");
        if (isRepeatable)
        {
            Take();
        }

        ExpectWord("on");
        var locations = new List<string>();
        Skip("|");
        do
        {
            var location = token;
            locations.Add(Locations.Contains($" {Name()} ", StringComparison.Ordinal) ? location.Text : throw Unexpected(location));
        }
        while (Skip("|"));
        return new() { Place = place, Description = description, Name = name, Arguments = arguments, IsRepeatable = isRepeatable, Locations = locations };
    }
}
