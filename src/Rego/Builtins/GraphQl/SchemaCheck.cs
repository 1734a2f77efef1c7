using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>What must hold of the types and directives of a schema. Throws at the first mistake, types by name, then directives.</summary>
internal sealed class SchemaCheck(Work work, Schema schema)
{
    public void Check()
    {
        foreach (var type in schema.Types.Values.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            Type(type);
        }

        foreach (var directive in schema.Directives.Values.OrderBy(directive => directive.Name, StringComparer.Ordinal))
        {
            Name(directive.Place, directive.Name);
            Arguments(directive.Arguments, directive);
        }
    }

    private void Type(Definition type)
    {
        foreach (var field in type.Fields)
        {
            work.Step();
            Name(field.Place, field.Name);
            Reference(field.Type);
            Arguments(field.Arguments, null);
            Directives(field.Directives, type.Kind == TypeKinds.InputObject ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION", null);
        }

        foreach (var name in type.Types)
        {
            var member = schema.Type(name) ?? throw Schema.Wrong(type.Place, $"Undefined type {GoQuote.Quote(name)}.");
            if (member.Kind != TypeKinds.Object)
            {
                throw Schema.Wrong(type.Place, $"{type.Kind} type {GoQuote.Quote(name)} must be OBJECT.");
            }
        }

        foreach (var name in type.Interfaces)
        {
            Implementation(type, name);
        }

        Content(type);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (type.Fields.Find(field => !seen.Add(field.Name)) is { } twice)
        {
            throw Schema.Wrong(twice.Place, $"Field {type.Name}.{twice.Name} can only be defined once.");
        }

        if (!type.IsBuiltIn)
        {
            Name(type.Place, type.Name);
        }

        Directives(type.Directives, type.Kind, null);
    }

    private void Content(Definition type)
    {
        switch (type.Kind)
        {
            case TypeKinds.Object or TypeKinds.Interface when type.Fields.Count == 0:
                throw Schema.Wrong(type.Place, $"{type.Kind} {type.Name}: must define one or more fields.");
            case TypeKinds.Object or TypeKinds.Interface:
                if (type.Fields.Find(field => schema.Type(field.Type.Name) is { IsLeaf: false, IsComposite: false }) is { } noOutput)
                {
                    throw Schema.Wrong(noOutput.Place, $"{type.Kind} {type.Name}: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.");
                }

                break;
            case TypeKinds.Enum when type.EnumValues.Count == 0:
                throw Schema.Wrong(type.Place, $"{type.Kind} {type.Name}: must define one or more unique enum values.");
            case TypeKinds.Enum:
                if (type.EnumValues.Find(value => value.Name is "true" or "false" or "null") is { } noName)
                {
                    throw Schema.Wrong(type.Place, $"{type.Kind} {type.Name}: non-enum value {noName.Name}.");
                }

                break;
            case TypeKinds.InputObject when type.Fields.Count == 0:
                throw Schema.Wrong(type.Place, $"{type.Kind} {type.Name}: must define one or more input fields.");
            case TypeKinds.InputObject:
                if (type.Fields.Find(field => schema.Type(field.Type.Name) is { IsInput: false }) is { } noInput)
                {
                    throw Schema.Wrong(noInput.Place, $"{schema.Types[noInput.Type.Name].Kind} {noInput.Name}: field must be one of SCALAR, ENUM, INPUT_OBJECT.");
                }

                break;
        }
    }

    private static void Name(Place? place, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            throw Schema.Wrong(place, $"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.");
        }
    }

    private Definition Reference(TypeName type) => schema.Type(type.Name) ?? throw Schema.Wrong(type.Place, $"Undefined type {type.Name}.");

    private void Arguments(List<FieldDefinition> arguments, DirectiveDefinition? of)
    {
        foreach (var argument in arguments)
        {
            work.Step();
            Name(argument.Place, argument.Name);
            var type = Reference(argument.Type);
            if (!type.IsInput)
            {
                throw Schema.Wrong(argument.Place, $"cannot use {argument.Type} as argument {argument.Name} because {type.Kind} is not a valid input type");
            }

            Directives(argument.Directives, "ARGUMENT_DEFINITION", of);
        }
    }

    private void Directives(List<Directive> directives, string location, DirectiveDefinition? inside)
    {
        foreach (var directive in directives)
        {
            work.Step();
            Name(directive.Place, directive.Name);
            if (directive.Name == inside?.Name)
            {
                throw Schema.Wrong(directive.Place, $"Directive {inside.Name} cannot refer to itself.");
            }

            if (!schema.Directives.TryGetValue(directive.Name, out var definition))
            {
                throw Schema.Wrong(directive.Place, $"Undefined directive {directive.Name}.");
            }

            if (!definition.Locations.Contains(location))
            {
                throw Schema.Wrong(directive.Place, $"Directive {directive.Name} is not applicable on {location}.");
            }
        }
    }

    private void Implementation(Definition type, string name)
    {
        var contract = schema.Type(name) ?? throw Schema.Wrong(type.Place, $"Undefined type {GoQuote.Quote(name)}.");
        if (contract.Kind != TypeKinds.Interface)
        {
            throw Schema.Wrong(type.Place, $"{GoQuote.Quote(name)} is a non interface type {contract.Kind}.");
        }

        var promise = $"For {type.Name} to implement {contract.Name}";
        foreach (var required in contract.Fields)
        {
            work.Step(type.Fields.Count);
            var field = type.Field(required.Name) ?? throw Schema.Wrong(type.Place, $"{promise} it must have a field called {required.Name}.");
            if (!IsCovariant(required.Type, field.Type))
            {
                throw Schema.Wrong(field.Place, $"{promise} the field {required.Name} must have type {required.Type}.");
            }

            work.Step(required.Arguments.Count * field.Arguments.Count);
            SameArguments(promise, required, field);
        }

        work.Step(contract.Interfaces.Count * type.Interfaces.Count);
        foreach (var inherited in contract.Interfaces.Where(inherited => !type.Interfaces.Contains(inherited)))
        {
            throw Schema.Wrong(type.Place, inherited == type.Name
                ? $"Type {type.Name} cannot implement {name} because it would create a circular reference."
                : $"Type {type.Name} must implement {inherited} because it is implemented by {name}.");
        }
    }

    private static void SameArguments(string promise, FieldDefinition required, FieldDefinition field)
    {
        foreach (var argument in required.Arguments)
        {
            var found = field.Arguments.Find(each => each.Name == argument.Name)
                ?? throw Schema.Wrong(field.Place, $"{promise} the field {required.Name} must have the same arguments but it is missing {argument.Name}.");
            if (!argument.Type.FitsInto(found.Type))
            {
                throw Schema.Wrong(found.Place, $"{promise} the field {required.Name} must have the same arguments but {argument.Name} has the wrong type.");
            }
        }

        if (field.Arguments.Find(each => each.Type.NonNull && each.Default is null && !required.Arguments.Exists(argument => argument.Name == each.Name)) is { } extra)
        {
            throw Schema.Wrong(
                extra.Place,
                $"{promise} any additional arguments on {field.Name} must be optional or have a default value but {extra.Name} is required.");
        }
    }

    private bool IsCovariant(TypeName required, TypeName actual)
    {
        if (required.NonNull && !actual.NonNull)
        {
            return false;
        }

        work.Step(schema.PossibleTypes(required.Named).Count);
        return required.Element is null
            ? required.Named == actual.Named || schema.PossibleTypes(required.Named).Any(type => type.Name == actual.Named)
            : actual.Element is not null && IsCovariant(required.Element, actual.Element);
    }
}
