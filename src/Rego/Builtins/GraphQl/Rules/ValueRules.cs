using System.Globalization;
using System.Numerics;

namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>No member of an object is given twice.</summary>
internal sealed class UniqueInputFieldNames : QueryRule
{
    public override void OnLiteral(QueryWalk walk, Literal literal)
    {
        if (literal.Kind != LiteralKind.Object)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in literal.Children.Where(child => !seen.Add(child.Name)))
        {
            walk.Report(child.Place, $"There can be only one input field named \"{child.Name}\".");
        }
    }
}

/// <summary>Values are of the types that are expected. Scalars a schema defines take any.</summary>
internal sealed class ValuesOfCorrectType : QueryRule
{
    private readonly HashSet<Literal> outOfRange = [];

    public override void OnLiteral(QueryWalk walk, Literal literal)
    {
        // Parts come before the whole, so that this need not look into it again.
        if (IsOutOfRange(literal) || literal.Children.Exists(child => outOfRange.Contains(child.Value)))
        {
            outOfRange.Add(literal);
        }

        if (literal.Definition is not { } definition || literal.ExpectedType is not { } expected)
        {
            return;
        }

        if (literal.Kind == LiteralKind.Null && expected.NonNull)
        {
            walk.Report(literal.Place, $"Expected value of type \"{expected}\", found {literal}.");
        }

        if (definition.Kind == TypeKinds.Scalar && definition.Name is not ("Int" or "Float" or "String" or "Boolean" or "ID"))
        {
            return;
        }

        if (outOfRange.Contains(literal))
        {
            Unexpected(walk, literal, expected, definition);
        }

        walk.Work.Step(definition.EnumValues.Count);
        switch (literal.Kind)
        {
            case LiteralKind.List when expected.Element is null:
            case LiteralKind.Int when definition.Name is not ("Int" or "Float" or "ID"):
            case LiteralKind.Float when definition.Name != "Float":
            case LiteralKind.Boolean when definition.Name != "Boolean":
            case LiteralKind.String or LiteralKind.Block when definition.Kind != TypeKinds.Enum && definition.Name is not ("String" or "ID"):
            case LiteralKind.Enum when definition.Kind != TypeKinds.Enum:
                Unexpected(walk, literal, expected, definition);
                break;
            case LiteralKind.String or LiteralKind.Block when definition.Kind == TypeKinds.Enum:
                walk.Report(literal.Place, $"Enum \"{expected}\" cannot represent non-enum value: {literal}.{EnumHint(walk, literal, definition)}");
                break;
            case LiteralKind.Enum when !definition.EnumValues.Exists(value => value.Name == literal.Raw):
                walk.Report(literal.Place, $"Value \"{literal}\" does not exist in \"{expected}\" enum.{EnumHint(walk, literal, definition)}");
                break;
            case LiteralKind.Object:
                Members(walk, literal, definition);
                break;
        }
    }

    private static string EnumHint(QueryWalk walk, Literal literal, Definition definition)
        => DidYouMean.Names(walk.Work, literal.Raw, definition.EnumValues.Select(value => value.Name), "Did you mean the enum value");

    private static void Members(QueryWalk walk, Literal literal, Definition definition)
    {
        walk.Work.Step(definition.Fields.Count);
        var given = literal.Children.Select(child => child.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var field in definition.Fields.Where(field => field.Type.NonNull && field.Default is null && !given.Contains(field.Name)))
        {
            walk.Report(literal.Place, $"Field \"{definition.Name}.{field.Name}\" of required type \"{field.Type}\" was not provided.");
        }

        foreach (var child in literal.Children.Where(child => definition.Field(child.Name) is null))
        {
            var hint = DidYouMean.Names(walk.Work, child.Name, definition.Fields.Select(field => field.Name));
            walk.Report(child.Place, $"Field \"{child.Name}\" is not defined by type \"{definition.Name}\".{hint}");
        }
    }

    private static void Unexpected(QueryWalk walk, Literal literal, TypeName expected, Definition definition)
        => walk.Report(literal.Place, expected.ToString() switch
        {
            "Int" or "Int!" => BigInteger.TryParse(literal.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < int.MinValue || number > int.MaxValue)
                ? $"Int cannot represent non 32-bit signed integer value: {literal}"
                : $"Int cannot represent non-integer value: {literal}",
            "String" or "String!" or "[String]" => $"String cannot represent a non string value: {literal}",
            "Boolean" or "Boolean!" => $"Boolean cannot represent a non boolean value: {literal}",
            "Float" or "Float!" => $"Float cannot represent non numeric value: {literal}",
            "ID" or "ID!" => $"ID cannot represent a non-string and non-integer value: {literal}",
            _ when definition.Kind == TypeKinds.Enum => $"Enum \"{expected}\" cannot represent non-enum value: {literal}.",
            _ => $"Expected value of type \"{expected}\", found {literal}.",
        });

    // Numbers that gqlparser cannot hold: integers of more than 64 bits, infinite ones. Trees may have texts that are no numbers.
    private static bool IsOutOfRange(Literal literal) => literal.Kind switch
    {
        LiteralKind.Int => !long.TryParse(literal.Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        LiteralKind.Float => !double.TryParse(literal.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value),
        LiteralKind.Boolean => literal.Raw is not ("true" or "false"),
        _ => false,
    };
}
