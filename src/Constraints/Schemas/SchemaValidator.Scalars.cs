using Bouncer.Constraints.Reading;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Schemas;

internal sealed partial class SchemaValidator
{
    private void CheckText(RegoString text, SchemaNode node, string path)
    {
        var length = node.MinLength is null && node.MaxLength is null ? 0 : text.Value.EnumerateRunes().Count();
        if (length < node.MinLength)
        {
            Add(path, $"Invalid value: {Shown.Value(text)}: {path} in body should be at least {node.MinLength} chars long");
        }

        if (length > node.MaxLength)
        {
            Add(path, $"Too long: may not be more than {node.MaxLength} characters");
        }

        if (node.Pattern is { } pattern && !IsMatch(pattern, text, path))
        {
            Add(path, $"Invalid value: {Shown.Value(text)}: {path} in body should match '{Shown.Plain(pattern.Pattern)}'");
        }
    }

    private bool IsMatch(RegoRegex pattern, RegoString text, string path)
    {
        try
        {
            return pattern.IsMatch(text.Value);
        }
        catch (TimeoutException late)
        {
            Add(path, $"Invalid value: {Shown.Value(text)}: {late.Message}");
            return true; // what there is to say has been said
        }
    }

    private void CheckNumber(RegoNumber number, SchemaNode node, string path)
    {
        if (node.Minimum is { } minimum && (node.ExcludesMinimum ? number <= minimum : number < minimum))
        {
            Add(path, $"Invalid value: {number}: {path} in body should be greater than {(node.ExcludesMinimum ? "" : "or equal to ")}{minimum}");
        }

        if (node.Maximum is { } maximum && (node.ExcludesMaximum ? number >= maximum : number > maximum))
        {
            Add(path, $"Invalid value: {number}: {path} in body should be less than {(node.ExcludesMaximum ? "" : "or equal to ")}{maximum}");
        }

        if (node.MultipleOf is { } factor && !IsMultiple(number, factor))
        {
            Add(path, $"Invalid value: {number}: {path} in body should be a multiple of {factor}");
        }
    }

    private static bool IsMultiple(RegoNumber number, RegoNumber factor)
        => number.TryGetInt64(out var whole) && factor.TryGetInt64(out var wholeFactor)
            ? whole % wholeFactor == 0
            : double.IsInteger(number.ToDouble() / factor.ToDouble());

    private void CheckAlternatives(RegoValue value, SchemaNode node, string path)
    {
        if (!node.AllOf.All(n => Fits(value, n)))
        {
            AddAlternative("must validate all the schemas (allOf)");
        }

        if (node.AnyOf.Count > 0 && !node.AnyOf.Any(n => Fits(value, n)))
        {
            AddAlternative("must validate at least one schema (anyOf)");
        }

        if (node.OneOf.Count > 0 && node.OneOf.Count(n => Fits(value, n)) != 1)
        {
            AddAlternative("must validate one and only one schema (oneOf)");
        }

        if (node.Not is { } not && Fits(value, not))
        {
            AddAlternative("must not validate the schema (not)");
        }

        void AddAlternative(string rule) => Add(path, $"Invalid value: {Shown.Value(value)}: {path} in body {rule}");
    }

    private static bool Fits(RegoValue value, SchemaNode node)
    {
        var problems = new ProblemList();
        new SchemaValidator(problems, NoPlaces).Validate(value, node, "value");
        return problems.Count == 0;
    }
}
