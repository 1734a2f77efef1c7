using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Trees as Rego values, in OPA's shape: members without anything in them are left out, empty texts are not.</summary>
internal static class TreeWriter
{
    public static RegoObject Of(QueryDocument document) => new Members()
        .With("Operations", document.Operations, Of)
        .With("Fragments", document.Fragments, Of)
        .Build();

    public static RegoObject Of(SchemaDocument document) => new Members()
        .With("Schema", document.Schemas, Of)
        .With("SchemaExtension", document.SchemaExtensions, Of)
        .With("Directives", document.Directives, Of)
        .With("Definitions", document.Definitions, Of)
        .With("Extensions", document.Extensions, Of)
        .Build();

    private static RegoObject Of(Operation operation) => new Members()
        .With("Operation", operation.Kind)
        .With("Name", operation.Name)
        .With("VariableDefinitions", operation.Variables, Of)
        .With("Directives", operation.Directives, Of)
        .With("SelectionSet", operation.Selections, Of)
        .Build();

    private static RegoObject Of(Fragment fragment) => new Members()
        .With("Name", fragment.Name)
        .With("VariableDefinition", fragment.Variables, Of)
        .With("TypeCondition", fragment.TypeCondition)
        .With("Directives", fragment.Directives, Of)
        .With("SelectionSet", fragment.Selections, Of)
        .Build();

    private static RegoObject Of(Variable variable) => new Members()
        .With("Variable", variable.Name)
        .With("Type", variable.Type, Of)
        .With("DefaultValue", variable.Default, Of)
        .With("Directives", variable.Directives, Of)
        .With("Used", variable.IsUsed)
        .Build();

    private static RegoObject Of(Selection selection)
    {
        var members = new Members().With("Directives", selection.Directives, Of);
        return selection switch
        {
            FieldSelection field => members
                .With("Alias", field.Alias)
                .With("Name", field.Name)
                .With("Arguments", field.Arguments, Of)
                .With("SelectionSet", field.Selections, Of)
                .Build(),
            FragmentSpread spread => members.With("Name", spread.Name).Build(),
            InlineFragment inline => members
                .With("TypeCondition", inline.TypeCondition)
                .With("SelectionSet", inline.Selections, Of)
                .Build(),
            _ => throw new InvalidOperationException($"A selection of an unknown kind: {selection.GetType().Name}."),
        };
    }

    private static RegoObject Of(Argument argument) => new Members().With("Name", argument.Name).With("Value", argument.Value, Of).Build();

    private static RegoObject Of(Directive directive) => new Members()
        .With("Name", directive.Name)
        .With("Arguments", directive.Arguments, Of)
        .With("Location", directive.Location)
        .Build();

    private static RegoObject Of(Literal literal) => new Members()
        .With("Raw", literal.Raw)
        .With("Children", literal.Children, Of)
        .With("Kind", RegoNumber.Of((long)literal.Kind))
        .With("ExpectedTypeHasDefault", literal.ExpectedTypeHasDefault)
        .Build();

    private static RegoObject Of(LiteralChild child) => new Members().With("Name", child.Name).With("Value", child.Value, Of).Build();

    private static RegoObject Of(TypeName type) => new Members()
        .With("NamedType", type.Named)
        .With("Elem", type.Element, Of)
        .With("NonNull", type.NonNull)
        .Build();

    private static RegoObject Of(EntryPoints schema) => new Members()
        .With("Description", schema.Description)
        .With("Directives", schema.Directives, Of)
        .With("OperationTypes", schema.Operations, Of)
        .Build();

    private static RegoObject Of(EntryPoint entry) => new Members().With("Operation", entry.Operation).With("Type", entry.Type).Build();

    private static RegoObject Of(Definition definition) => new Members()
        .With("Kind", definition.Kind)
        .With("Description", definition.Description)
        .With("Name", definition.Name)
        .With("Directives", definition.Directives, Of)
        .With("Interfaces", definition.Interfaces, Text)
        .With("Fields", definition.Fields, Of)
        .With("Types", definition.Types, Text)
        .With("EnumValues", definition.EnumValues, Of)
        .With("BuiltIn", definition.IsBuiltIn)
        .Build();

    private static RegoObject Of(FieldDefinition field) => new Members()
        .With("Description", field.Description)
        .With("Name", field.Name)
        .With("Arguments", field.Arguments, Of)
        .With("DefaultValue", field.Default, Of)
        .With("Type", field.Type, Of)
        .With("Directives", field.Directives, Of)
        .Build();

    private static RegoObject Of(EnumValue value) => new Members()
        .With("Description", value.Description)
        .With("Name", value.Name)
        .With("Directives", value.Directives, Of)
        .Build();

    private static RegoObject Of(DirectiveDefinition directive) => new Members()
        .With("Description", directive.Description)
        .With("Name", directive.Name)
        .With("Arguments", directive.Arguments, Of)
        .With("Locations", directive.Locations, Text)
        .With("IsRepeatable", directive.IsRepeatable)
        .Build();

    private static RegoValue Text(string text) => RegoNames.Of(text);

    /// <summary>An object as it grows.</summary>
    private readonly struct Members()
    {
        private readonly RegoObject.Builder builder = new(4);

        public Members With(string name, RegoValue value)
        {
            builder.Set(name, value);
            return this;
        }

        public Members With(string name, string text) => With(name, Text(text));

        public Members With(string name, bool value) => With(name, RegoBoolean.Of(value));

        public Members With<T>(string name, T? item, Func<T, RegoValue> write)
            where T : class
            => item is null ? this : With(name, write(item));

        public Members With<T>(string name, List<T> items, Func<T, RegoValue> write)
            => items.Count == 0 ? this : With(name, RegoArray.Of(items.Select(write)));

        public RegoObject Build() => builder.Build();
    }
}
