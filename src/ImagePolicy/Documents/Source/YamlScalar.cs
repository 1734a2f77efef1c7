using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>
/// What a value of a Kubernetes manifest is in JSON: a plain one may be null, a boolean or a number, by the rules of
/// YAML 1.1 that Kubernetes' tools follow (sigs.k8s.io/yaml on go-yaml v2, resolve.go). A policy never asks: its values
/// are all text.
/// </summary>
internal static partial class YamlScalar
{
    private const string StandardTags = "tag:yaml.org,2002:";

    public static void Write(Utf8JsonWriter writer, ScalarNode scalar)
    {
        if (!MayBeOtherThanText(scalar))
        {
            writer.WriteStringValue(scalar.Text);
            return;
        }

        switch (scalar.Text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                writer.WriteBooleanValue(false);
                break;
            case var text when JsonNumber().IsMatch(text):
                writer.WriteRawValue(text);
                break;
            case var text when Integer(text.Replace("_", "", StringComparison.Ordinal)) is { } integer:
                writer.WriteNumberValue(integer);
                break;
            case var text when Float().IsMatch(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }

    private static bool MayBeOtherThanText(ScalarNode scalar)
        => scalar.Tag switch
        {
            null => scalar.IsPlain,
            StandardTags + "null" or StandardTags + "bool" or StandardTags + "int" or StandardTags + "float" => true,
            _ => false,
        };

    /// <summary>Integers with a sign or with the prefix of another base; <c>0644</c> is octal.</summary>
    private static long? Integer(string text)
    {
        var isNegative = text.StartsWith('-');
        var digits = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0);
        long? value = digits switch
        {
            ['0', 'x' or 'X', .. var rest] => Parse(rest, 16),
            ['0', 'b' or 'B', .. var rest] => Parse(rest, 2),
            ['0', 'o' or 'O', .. var rest] => Parse(rest, 8),
            ['0', .. var rest] => Parse(rest, 8),
            _ => Parse(digits, 10),
        };
        return isNegative ? -value : value;
    }

    private static long? Parse(ReadOnlySpan<char> digits, int radix)
    {
        // Fewer digits than could overflow in any base; longer ones stay text, which no field of a pod takes for a number.
        if (digits.IsEmpty || digits.Length > 15)
        {
            return null;
        }

        long value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();
}
