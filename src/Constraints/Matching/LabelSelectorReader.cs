using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>Reads label selectors and refuses those that Kubernetes refuses (<c>ValidateLabelSelector</c> of apimachinery).</summary>
internal static class LabelSelectorReader
{
    /// <summary>The selector in a field; null if there is none.</summary>
    public static LabelSelector? Read(MatchReader reader, RegoObject match, string field, string matchPath)
    {
        if (reader.Object(match, field, matchPath) is not { } document)
        {
            return null;
        }

        var path = $"{matchPath}.{field}";
        var requirements = new List<LabelRequirement>();
        foreach (var (key, value) in reader.Object(document, "matchLabels", path) ?? RegoObject.Empty)
        {
            requirements.Add(ReadLabel(reader, key, value, $"{path}.matchLabels"));
        }

        foreach (var (expression, place) in reader.Objects(document, "matchExpressions", path))
        {
            requirements.Add(ReadExpression(reader, expression, place));
        }

        return new LabelSelector([.. requirements]);
    }

    private static LabelRequirement ReadLabel(MatchReader reader, RegoValue key, RegoValue value, string path)
    {
        var name = key is RegoString text ? text.Value : key.ToString();
        CheckKey(reader, name, path);
        if (value is not RegoString label)
        {
            reader.Invalid($"must be a string but is {value.TypeName}", $"{path}[{name}]");
            return new LabelRequirement(name, LabelOperator.Exists, []);
        }

        CheckValue(reader, label.Value, $"{path}[{name}]");
        return new LabelRequirement(name, LabelOperator.In, [label.Value]);
    }

    private static LabelRequirement ReadExpression(MatchReader reader, RegoObject expression, string path)
    {
        var key = reader.Text(expression, "key", path);
        var text = reader.Text(expression, "operator", path);
        var values = reader.Texts(expression, "values", path);
        CheckKey(reader, key, $"{path}.key");
        for (var i = 0; i < values.Length; i++)
        {
            CheckValue(reader, values[i], $"{path}.values[{i}]");
        }

        switch (text)
        {
            case "In" or "NotIn":
                if (values.Length == 0)
                {
                    reader.Invalid($"must hold a value: the operator is {text}", $"{path}.values");
                }

                return new LabelRequirement(key, text == "In" ? LabelOperator.In : LabelOperator.NotIn, values);
            case "Exists" or "DoesNotExist":
                if (values.Length > 0)
                {
                    reader.Invalid($"must be empty: the operator is {text}", $"{path}.values");
                }

                return new LabelRequirement(key, text == "Exists" ? LabelOperator.Exists : LabelOperator.DoesNotExist, []);
            default:
                reader.Invalid($"{new RegoString(text)} is no operator; use In, NotIn, Exists or DoesNotExist", $"{path}.operator");
                return new LabelRequirement(key, LabelOperator.Exists, []);
        }
    }

    private static void CheckKey(MatchReader reader, string key, string path)
    {
        if (!LabelSyntax.IsKey(key))
        {
            reader.Invalid(
                $"{new RegoString(key)} is no key of a label: letters, digits, '-', '_' and '.', at most 63, the first and the last a letter "
                + "or digit; before it a DNS subdomain and a slash if need be",
                path);
        }
    }

    private static void CheckValue(MatchReader reader, string value, string path)
    {
        if (!LabelSyntax.IsValue(value))
        {
            reader.Invalid(
                $"{new RegoString(value)} is no value of a label: letters, digits, '-', '_' and '.', at most 63, the first and the last a letter "
                + "or digit",
                path);
        }
    }
}
