using System.Globalization;
using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>YAML from values as Go's yaml.v2 writes it: members by name, sequences not indented in mappings, text plain where that is safe.</summary>
internal sealed class YamlWriter
{
    private const int LineWidth = 80;

    private readonly StringBuilder text = new();

    public static string Write(RegoValue value)
    {
        var writer = new YamlWriter();
        writer.Root(value);
        return writer.text.ToString();
    }

    private static bool IsEmpty(RegoValue value) => value is RegoArray { Count: 0 } or RegoSet { Count: 0 } or RegoObject { Count: 0 };

    private static bool IsSequence(RegoValue value) => value is RegoArray or RegoSet;

    private void Root(RegoValue value)
    {
        if (IsEmpty(value) || value is not (RegoArray or RegoSet or RegoObject))
        {
            Scalar(value, 0, isKey: false);
            text.Append(text.Length > 0 && text[^1] == '\n' ? "" : "\n");
        }
        else
        {
            Block(value, 0, isFirst: true);
        }
    }

    /// <summary>A collection, a line each; the first line goes on where one is.</summary>
    private void Block(RegoValue value, int indent, bool isFirst)
    {
        var first = isFirst;
        if (value is RegoObject obj)
        {
            foreach (var (name, member) in JsonOutput.Members(obj))
            {
                text.Append(' ', first ? 0 : indent);
                first = false;
                Text(name, indent, isKey: true);
                text.Append(':');
                Member(member, indent);
            }

            return;
        }

        foreach (var item in (IEnumerable<RegoValue>)value)
        {
            text.Append(' ', first ? 0 : indent).Append("- ");
            first = false;
            if (IsEmpty(item) || item is not (RegoArray or RegoSet or RegoObject))
            {
                Scalar(item, indent, isKey: false);
                EndLine();
            }
            else
            {
                Block(item, indent + 2, isFirst: true);
            }
        }
    }

    private void Member(RegoValue member, int indent)
    {
        if (!IsEmpty(member) && member is RegoArray or RegoSet or RegoObject && !IsEmpty(member))
        {
            text.Append('\n').Append(' ', IsSequence(member) ? indent : indent + 2);
            Block(member, IsSequence(member) ? indent : indent + 2, isFirst: true);
            return;
        }

        text.Append(' ');
        Scalar(member, indent, isKey: false);
        EndLine();
    }

    private void EndLine() => text.Append(text[^1] == '\n' ? "" : "\n");

    private void Scalar(RegoValue value, int indent, bool isKey)
    {
        switch (value)
        {
            case RegoString str:
                Text(str.Value, indent, isKey);
                break;
            case RegoNumber number:
                text.Append(Number(number));
                break;
            case RegoArray or RegoSet:
                text.Append("[]");
                break;
            case RegoObject:
                text.Append("{}");
                break;
            default:
                text.Append(value);
                break;
        }
    }

    // Integers of 64 bits as they are; everything else went through a float on its way.
    private static string Number(RegoNumber number)
        => number.TryGetIntegerValue(out var integer) && (number.IsPlainInteger || Math.Abs((double)integer) < 1e6) ? integer.ToString(CultureInfo.InvariantCulture)
            : ulong.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var large) ? large.ToString(CultureInfo.InvariantCulture)
            : GoFloat.ToGeneral(number.ToDouble());

    private void Text(string value, int indent, bool isKey)
    {
        value = GoText.WithoutBytes(value);
        if (NeedsDoubleQuotes(value))
        {
            DoubleQuoted(value);
        }
        else if (value.Contains('\n', StringComparison.Ordinal) && !isKey)
        {
            Literal(value, indent);
        }
        else if (IsPlain(value) && !value.Contains('\n', StringComparison.Ordinal))
        {
            Folded(value, indent);
        }
        else
        {
            text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        }
    }

    // What would be something else without quotes, or has characters that need escapes.
    private static bool NeedsDoubleQuotes(string value)
    {
        if (value.Length == 0 || value == "<<" || YamlTimes.IsTimeOrBase60(value))
        {
            return true;
        }

        try
        {
            if (YamlScalars.Resolve(value) is not RegoString)
            {
                return true;
            }
        }
        catch (BuiltinException)
        {
            return true; // .inf
        }

        return value.EnumerateRunes().Any(rune => rune.Value is not '\n' && (rune.Value < ' ' || rune.Value is 0x7F or 0xFEFF || rune.Value > 0xFFFF || rune.Value is >= 0x80 and < 0xA0 and not 0x85));
    }

    private static bool IsPlain(string value)
    {
        if (value[0] == ' ' || value[^1] == ' ' || value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal))
        {
            return false;
        }

        if ("#,[]{}&*!|>'\"%@`".Contains(value[0], StringComparison.Ordinal) || (value[0] is '-' or '?' or ':' && (value.Length == 1 || value[1] == ' ')))
        {
            return false;
        }

        return !value.Contains(": ", StringComparison.Ordinal) && !value.EndsWith(':') && !value.Contains(" #", StringComparison.Ordinal)
            && value.AsSpan().IndexOfAny('\u2028', '\u2029', '\u0085') < 0;
    }

    // Long lines break at spaces, as yaml.v2 does.
    private void Folded(string value, int indent)
    {
        var column = text.Length - 1 - text.ToString().LastIndexOf('\n');
        foreach (var word in value.Split(' '))
        {
            if (!ReferenceEquals(word, value) && text.Length > 0 && column > LineWidth && word.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
                text.Append('\n').Append(' ', indent + 2);
                column = indent + 2;
            }

            text.Append(word).Append(' ');
            column += word.Length + 1;
        }

        text.Length--;
    }

    private void Literal(string value, int indent)
    {
        text.Append('|');
        if (value[0] is ' ' or '\n')
        {
            text.Append('2');
        }

        text.Append(!value.EndsWith('\n') ? "-" : value.Length == 1 || value[^2] == '\n' ? "+" : "");
        text.Append('\n');
        foreach (var line in (value.EndsWith('\n') ? value[..^1] : value).Split('\n'))
        {
            text.Append(' ', line.Length == 0 ? 0 : indent + 2).Append(line).Append('\n');
        }
    }

    private void DoubleQuoted(string value)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                0 => "\\0",
                '\a' => "\\a",
                '\b' => "\\b",
                '\v' => "\\v",
                '\f' => "\\f",
                0x1B => "\\e",
                0x85 => "\\N",
                0xFEFF => "\\uFEFF",
                < ' ' or (>= 0x7F and < 0xA0) => "\\x" + rune.Value.ToString("X2", CultureInfo.InvariantCulture),
                > 0xFFFF => "\\U" + rune.Value.ToString("X8", CultureInfo.InvariantCulture),
                _ => rune.ToString(),
            });
        }

        text.Append('"');
    }
}

/// <summary>Text that other readers of YAML take for a time or a number to the base of 60.</summary>
internal static class YamlTimes
{
    public static bool IsTimeOrBase60(string value)
    {
        if (value.Length >= 8 && char.IsAsciiDigit(value[0]) && value[4] == '-')
        {
            foreach (var layout in (ReadOnlySpan<string>)["2006-1-2", "2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999"])
            {
                try
                {
                    Times.GoLayout.Parse(layout, value);
                    return true;
                }
                catch (BuiltinException)
                {
                    // not this one
                }
            }
        }

        var parts = value.TrimStart('+', '-').Split(':');
        return parts.Length > 1 && parts[0].Length > 0 && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiDigit(c) || c is '_' or '.'))
            && parts.Skip(1).All(part => part.Length <= 2 || part.Contains('.', StringComparison.Ordinal));
    }
}
