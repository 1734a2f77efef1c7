using Bouncer.Rego.Builtins.Regexes;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

internal sealed partial class SchemaMatch
{
    private void Number(RegoObject schema, RegoNumber number, string field)
    {
        if (schema.TryGet("multipleOf", out var factor) && !IsMultiple(number, (RegoNumber)factor))
        {
            Add(field, "multiple_of", $"Must be a multiple of {factor}");
        }

        // The drafts disagree: a number, or a truth about the other bound.
        Bound(schema, number, field, "maximum", "exclusiveMaximum", upper: true);
        Bound(schema, number, field, "minimum", "exclusiveMinimum", upper: false);
    }

    private void Bound(RegoObject schema, RegoNumber number, string field, string name, string exclusiveName, bool upper)
    {
        schema.TryGet(exclusiveName, out var exclusive);
        var limit = schema.TryGet(name, out var bound) ? (RegoNumber)bound : null;
        var strict = exclusive switch
        {
            RegoNumber other => other,
            RegoBoolean { Value: true } => limit,
            _ => null,
        };
        if (limit is not null && exclusive is not RegoBoolean { Value: true } && (upper ? number > limit : number < limit))
        {
            Add(field, upper ? "number_lte" : "number_gte", $"Must be {(upper ? "less" : "greater")} than or equal to {limit}");
        }

        if (strict is not null && (upper ? number >= strict : number <= strict))
        {
            Add(field, upper ? "number_lt" : "number_gt", $"Must be {(upper ? "less" : "greater")} than {strict}");
        }
    }

    private static bool IsMultiple(RegoNumber number, RegoNumber factor)
    {
        // Exactly, by bringing both to integers.
        if (!DecimalValue.TryParse(number.Text, out var x) || !DecimalValue.TryParse(factor.Text, out var y))
        {
            return false;
        }

        var scale = Math.Min(0, Math.Min(x.Point - x.Digits.Length, y.Point - y.Digits.Length));
        return Math.Max(x.Point, y.Point) - scale < 10_000 && Scaled(x, scale) % Scaled(y, scale) == 0;
    }

    private static System.Numerics.BigInteger Scaled(DecimalValue value, long scale)
        => value.Digits.Length == 0 ? 0
            : System.Numerics.BigInteger.Parse(value.Digits, System.Globalization.CultureInfo.InvariantCulture)
                * System.Numerics.BigInteger.Pow(10, (int)(value.Point - value.Digits.Length - scale)) * (value.Negative ? -1 : 1);

    private void Text(RegoObject schema, string text, string field)
    {
        var length = GoText.CountRunes(text);
        if (Count(schema, "minLength") is { } least && length < least)
        {
            Add(field, "string_gte", $"String length must be greater than or equal to {least}");
        }

        if (Count(schema, "maxLength") is { } most && length > most)
        {
            Add(field, "string_lte", $"String length must be less than or equal to {most}");
        }

        if (schema.TryGet("pattern", out var pattern) && GoRegex.IsValid(((RegoString)pattern).Value) && !GoRegex.Of(((RegoString)pattern).Value).IsMatch(context, text))
        {
            Add(field, "pattern", $"Does not match pattern '{((RegoString)pattern).Value}'");
        }
    }

    private void Array(RegoObject schema, RegoArray array, string field)
    {
        if (schema.TryGet("items", out var items))
        {
            Items(schema, items, array, field);
        }

        if (Count(schema, "minItems") is { } least && array.Count < least)
        {
            Add(field, "array_min_items", $"Array must have at least {least} items");
        }

        if (Count(schema, "maxItems") is { } most && array.Count > most)
        {
            Add(field, "array_max_items", $"Array must have at most {most} items");
        }

        if (schema.TryGet("uniqueItems", out var unique) && unique is RegoBoolean { Value: true })
        {
            Unique(array, field);
        }

        if (schema.TryGet("contains", out var contains))
        {
            var found = array.Select((item, i) => ErrorsOf(contains, item, Below(field, Index(i)))).ToList();
            if (!found.Exists(errors => errors.Count == 0))
            {
                Add(field, "contains", "At least one of the items must match");
                errors.AddRange(Best(found));
            }
        }
    }

    private void Items(RegoObject schema, RegoValue items, RegoArray array, string field)
    {
        var tuple = items as RegoArray;
        schema.TryGet("additionalItems", out var additional);
        if (tuple is not null && array.Count > tuple.Count && additional is RegoBoolean { Value: false })
        {
            additional = null;
            for (var i = 0; i < tuple.Count; i++)
            {
                Value(tuple[i], array[i], Below(field, Index(i)));
            }

            Add(field, "array_no_additional_items", "No additional items allowed on array");
            return;
        }

        for (var i = 0; i < array.Count; i++)
        {
            var itemSchema = tuple is null ? items : i < tuple.Count ? tuple[i] : additional;
            if (itemSchema is not null)
            {
                Value(itemSchema, array[i], Below(field, Index(i)));
            }
        }
    }

    private void Unique(RegoArray array, string field)
    {
        var seen = new Dictionary<RegoValue, int>();
        for (var i = 0; i < array.Count; i++)
        {
            if (!seen.TryAdd(array[i], i))
            {
                Add(field, "unique", $"array items[{seen[array[i]]},{i}] must be unique");
            }
        }
    }

    private void Object(RegoObject schema, RegoObject obj, string field)
    {
        if (Count(schema, "minProperties") is { } least && obj.Count < least)
        {
            Add(field, "array_min_properties", $"Must have at least {least} properties");
        }

        if (Count(schema, "maxProperties") is { } most && obj.Count > most)
        {
            Add(field, "array_max_properties", $"Must have at most {most} properties");
        }

        foreach (var missing in List(schema, "required").Where(name => obj.Lookup(name) is null))
        {
            Add(field, "required", $"{((RegoString)missing).Value} is required");
        }

        var known = schema.TryGet("properties", out var properties) ? (RegoObject)properties : RegoObject.Empty;
        foreach (var (key, value) in obj)
        {
            var name = ((RegoString)key).Value;
            if (!Patterns(schema, name, value, field) && known.Lookup(key) is null && schema.TryGet("additionalProperties", out var additional))
            {
                if (additional is RegoBoolean { Value: false })
                {
                    Add(field, "additional_property_not_allowed", $"Additional property {name} is not allowed");
                }
                else
                {
                    Value(additional, value, Below(field, name));
                }
            }
        }
    }

    private bool Patterns(RegoObject schema, string name, RegoValue value, string field)
    {
        var any = false;
        foreach (var (pattern, part) in schema.TryGet("patternProperties", out var patterns) ? (RegoObject)patterns : RegoObject.Empty)
        {
            if (GoRegex.Of(((RegoString)pattern).Value).IsMatch(context, name))
            {
                any = true;
                Value(part, value, Below(field, name));
            }
        }

        return any;
    }

    private void Properties(RegoObject schema, RegoObject obj, string field)
    {
        foreach (var (key, part) in schema.TryGet("properties", out var properties) ? (RegoObject)properties : RegoObject.Empty)
        {
            if (obj.Lookup(key) is { } value)
            {
                Value(part, value, Below(field, ((RegoString)key).Value));
            }
        }
    }
}
