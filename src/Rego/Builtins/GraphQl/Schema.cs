namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>A schema as queries are checked against it: extensions merged, names resolved.</summary>
internal sealed class Schema
{
    private readonly Dictionary<string, List<Definition>> possibleTypes = new(StringComparer.Ordinal);

    private Schema()
    {
    }

    public Dictionary<string, Definition> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DirectiveDefinition> Directives { get; } = new(StringComparer.Ordinal);

    /// <summary>The types with which operations begin, by <c>query</c>, <c>mutation</c> and <c>subscription</c>.</summary>
    public Dictionary<string, Definition> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the schema of a document and checks it.</summary>
    /// <exception cref="GraphQlException">The document is no valid schema.</exception>
    public static Schema Of(Work work, SchemaDocument document)
    {
        var schema = new Schema();
        schema.AddTypes(document);
        schema.AddDirectives(document);
        schema.AddRoots(document);
        new SchemaCheck(work, schema).Check();
        schema.AddDefaultRoots(document);
        return schema;
    }

    /// <summary>The definition of a type.</summary>
    public Definition? Type(string name) => Types.GetValueOrDefault(name);

    /// <summary>The objects (and interfaces) that something of an interface or union can be; of an object, itself.</summary>
    public IReadOnlyList<Definition> PossibleTypes(string name) => possibleTypes.GetValueOrDefault(name) ?? [];

    /// <summary>A mistake in a schema, worded as OPA words it.</summary>
    public static GraphQlException Wrong(Place? place, string what)
        => new($"Error in gqlparser SchemaDocument to Schema conversion: input{(place is { } at ? $":{at.Line}:{at.Column}" : "")}: {what}");

    private void AddTypes(SchemaDocument document)
    {
        foreach (var definition in Prelude.Document.Definitions.Concat(document.Definitions))
        {
            if (!Types.TryAdd(definition.Name, definition.Copy()))
            {
                throw Wrong(definition.Place, $"Cannot redeclare type {definition.Name}.");
            }
        }

        foreach (var extension in document.Extensions)
        {
            if (!Types.TryGetValue(extension.Name, out var type))
            {
                Types.Add(extension.Name, type = new() { Kind = extension.Kind, Name = extension.Name, Place = extension.Place });
            }

            if (type.Kind != extension.Kind)
            {
                throw Wrong(extension.Place, $"Cannot extend type {extension.Name} because the base type is a {type.Kind}, not {extension.Kind}.");
            }

            type.Directives.AddRange(extension.Directives);
            type.Interfaces.AddRange(extension.Interfaces);
            type.Fields.AddRange(extension.Fields);
            type.Types.AddRange(extension.Types);
            type.EnumValues.AddRange(extension.EnumValues);
        }

        foreach (var type in Types.Values)
        {
            foreach (var member in type.Types.Where(member => Types.ContainsKey(member)))
            {
                AddPossibleType(type.Name, Types[member]);
            }

            foreach (var name in type.Interfaces)
            {
                AddPossibleType(name, type);
            }

            if (type.Kind is TypeKinds.Object or TypeKinds.InputObject)
            {
                AddPossibleType(type.Name, type);
            }
        }
    }

    private void AddPossibleType(string name, Definition type)
    {
        if (!possibleTypes.TryGetValue(name, out var types))
        {
            possibleTypes.Add(name, types = []);
        }

        types.Add(type);
    }

    private void AddDirectives(SchemaDocument document)
    {
        foreach (var directive in Prelude.Document.Directives.Concat(document.Directives))
        {
            // Those of the specification may be defined again; what came last counts.
            if (!Directives.TryAdd(directive.Name, directive))
            {
                Directives[directive.Name] = directive.Name is "include" or "skip" or "deprecated" or "specifiedBy" or "defer"
                    ? directive
                    : throw Wrong(directive.Place, $"Cannot redeclare directive {directive.Name}.");
            }
        }
    }

    private void AddRoots(SchemaDocument document)
    {
        if (document.Schemas.Count > 1)
        {
            throw Wrong(document.Schemas[1].Place, "Cannot have multiple schema entry points, consider schema extensions instead.");
        }

        foreach (var (operation, type, place) in document.Schemas.Concat(document.SchemaExtensions).SelectMany(schema => schema.Operations))
        {
            Roots[operation] = Type(type) ?? throw Wrong(place, $"Schema root {operation} refers to a type {type} that does not exist.");
        }
    }

    // Where no schema is written, types of these names are the roots. What asks about the schema itself is a field of the query's type.
    private void AddDefaultRoots(SchemaDocument document)
    {
        foreach (var (operation, name) in (ReadOnlySpan<(string, string)>)[("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")])
        {
            if (document.Schemas.Count == 0 && Type(name) is { } type)
            {
                Roots.TryAdd(operation, type);
            }
        }

        if (Roots.TryGetValue("query", out var query))
        {
            query.Fields.Add(new() { Name = "__schema", Type = new("__Schema", null, NonNull: true, null) });
            query.Fields.Add(new()
            {
                Name = "__type",
                Type = new("__Type", null, NonNull: false, null),
                Arguments = [new() { Name = "name", Type = new("String", null, NonNull: true, null) }],
            });
        }
    }
}
