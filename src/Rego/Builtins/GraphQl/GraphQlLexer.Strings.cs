using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Strings in quotes and in three quotes.</summary>
internal sealed partial class GraphQlLexer
{
    // As gqlparser has it, strings begin after their quotes.
    private GraphQlToken String()
    {
        position++;
        var place = Here();
        var value = new StringBuilder();
        while (position < text.Length && text[position] is not '\n' and not '\r')
        {
            var c = text[position];
            if (c == '"')
            {
                position++;
                return new(TokenKind.String, value.ToString(), place);
            }

            if (c < ' ' && c != '\t')
            {
                return Invalid();
            }

            if (c != '\\')
            {
                var start = position;
                Pass();
                value.Append(text, start, position - start);
            }
            else if (!Escape(value))
            {
                position++;
                return Invalid();
            }
        }

        return Invalid();
    }

    private bool Escape(StringBuilder value)
    {
        if (position + 1 >= text.Length)
        {
            return false;
        }

        var escaped = text[position + 1];
        if (escaped == 'u')
        {
            // Four digits are one character; halves of a surrogate pair are none.
            if (position + 6 >= text.Length || !ushort.TryParse(text.AsSpan(position + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                return false;
            }

            value.Append(char.IsSurrogate((char)code) ? '\uFFFD' : (char)code);
            position += 6;
            return true;
        }

        var index = "\"/\\bfnrt".IndexOf(escaped, StringComparison.Ordinal);
        if (index < 0)
        {
            return false;
        }

        value.Append("\"/\\\b\f\n\r\t"[index]);
        position += 2;
        return true;
    }

    // The token's place is the line of its end, with columns from there: so gqlparser says it.
    private GraphQlToken BlockString()
    {
        position += 3;
        var (start, startSurplus) = (position, surplus);
        var raw = new StringBuilder();
        while (position < text.Length)
        {
            var c = text[position];
            if (StartsWith("\"\"\""))
            {
                var column = start - lineStart - (start >= lineStart ? startSurplus : 0) + 1;
                position += 3;
                return new(TokenKind.BlockString, WithoutIndent(raw.ToString()), new(line, column));
            }

            if (c < ' ' && c is not '\t' and not '\n' and not '\r')
            {
                return Invalid();
            }

            if (StartsWith("\\\"\"\""))
            {
                raw.Append("\"\"\"");
                position += 4;
            }
            else if (c is '\r' or '\n')
            {
                position += StartsWith("\r\n") ? 2 : 1;
                raw.Append('\n');
                StartLine();
            }
            else
            {
                var from = position;
                Pass();
                raw.Append(text, from, position - from);
            }
        }

        return Invalid();
    }

    // Takes away blank lines at both ends and, from all lines but the first, the indent they have in common. As in gqlparser, though
    // not in the specification, the first line's indent counts too: text right after the quotes keeps the others' indent.
    private static string WithoutIndent(string raw)
    {
        var lines = raw.Split('\n');
        var common = int.MaxValue;
        foreach (var each in lines)
        {
            var indent = each.Length - each.TrimStart(' ', '\t').Length;
            common = indent < each.Length ? Math.Min(common, indent) : common;
        }

        for (var i = 1; i < lines.Length && common != int.MaxValue; i++)
        {
            lines[i] = lines[i].Length < common ? "" : lines[i][common..];
        }

        var (first, last) = (0, lines.Length);
        while (first < last && lines[first].AsSpan().Trim(" \t").IsEmpty)
        {
            first++;
        }

        while (last > first && lines[last - 1].AsSpan().Trim(" \t").IsEmpty)
        {
            last--;
        }

        return string.Join('\n', lines[first..last]);
    }
}
