using System.Globalization;
using System.Numerics;
using Bouncer.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>What plain text means in YAML 1.1, as Go's yaml.v2 has it.</summary>
internal static class YamlScalars
{
    public static RegoValue Read(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        switch (tag)
        {
            case "tag:yaml.org,2002:str":
                return RegoString.Of(scalar.Value);
            case "tag:yaml.org,2002:binary":
                return GoBase64.Decode(GoText.ToUtf8(scalar.Value), url: false, padded: true, out _) is { } bytes
                    ? RegoString.Of(GoText.FromUtf8(bytes))
                    : throw new BuiltinException("yaml: !!binary value contains invalid base64 data");
        }

        var isPlain = scalar.Style == ScalarStyle.Plain || tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal);
        return isPlain ? Resolve(scalar.Value) : RegoString.Of(scalar.Value);
    }

    /// <summary>The value of plain text.</summary>
    public static RegoValue Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return RegoNull.Instance;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return RegoBoolean.True;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return RegoBoolean.False;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                throw new BuiltinException("json: unsupported value: +Inf");
            case "-.inf" or "-.Inf" or "-.INF":
                throw new BuiltinException("json: unsupported value: -Inf");
            case ".nan" or ".NaN" or ".NAN":
                throw new BuiltinException("json: unsupported value: NaN");
        }

        return Number(text) ?? (RegoValue)RegoString.Of(text);
    }

    private static RegoNumber? Number(string text)
    {
        if (!(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
        {
            return null;
        }

        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer(plain) is { } integer)
        {
            // Beyond 64 bits Go has floats.
            return integer >= long.MinValue && integer <= ulong.MaxValue ? RegoNumber.Of(integer) : RegoNumber.Of((double)integer);
        }

        var digits = plain.AsSpan().TrimStart("+-");
        return plain.Length - digits.Length <= 1 && digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || (digits[0] == '.' && digits.Length > 1 && char.IsAsciiDigit(digits[1])))
            && double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? RegoNumber.Of(number)
            : null;
    }

    private static BigInteger? Integer(string text)
    {
        var negative = text.StartsWith('-');
        var digits = text[(negative || text.StartsWith('+') ? 1 : 0)..];
        var (radix, body) = digits switch
        {
            ['0', 'x' or 'X', .. var rest] => (16, rest),
            ['0', 'b' or 'B', .. var rest] => (2, rest),
            ['0', 'o' or 'O', .. var rest] => (8, rest),
            ['0', _, ..] => (8, digits[1..]),
            _ => (10, digits),
        };
        if (body.Length is 0 or > 400)
        {
            return null;
        }

        BigInteger value = 0;
        foreach (var c in body)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return negative ? -value : value;
    }
}
