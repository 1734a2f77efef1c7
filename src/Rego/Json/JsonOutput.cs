using System.Buffers;
using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>Writes values as Go's encoding/json writes what OPA gives it. Recursion is bounded by <see cref="RegoValue.MaxDepth"/>.</summary>
internal readonly struct JsonOutput(IBufferWriter<byte> output, bool escapeHtml)
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7F");

    public void Write(RegoValue value)
    {
        switch (value)
        {
            case RegoNull:
                output.Write("null"u8);
                break;
            case RegoBoolean boolean:
                output.Write(boolean.Value ? "true"u8 : "false"u8);
                break;
            case RegoNumber number:
                WriteAscii(number.Text);
                break;
            case RegoString text:
                WriteText(text.Value);
                break;
            case RegoArray array:
                WriteItems(array.GetEnumerator());
                break;
            case RegoSet set:
                WriteItems(set.GetEnumerator());
                break;
            case RegoObject obj:
                WriteMembers(obj);
                break;
        }
    }

    private void WriteItems<TItems>(TItems items)
        where TItems : IEnumerator<RegoValue>
    {
        output.Write("["u8);
        var first = true;
        while (items.MoveNext())
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            Write(items.Current);
        }

        output.Write("]"u8);
    }

    private void WriteMembers(RegoObject obj)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in Members(obj))
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            WriteText(name);
            output.Write(":"u8);
            Write(value);
        }

        output.Write("}"u8);
    }

    /// <summary>The members by the text of their keys, in the order of those.</summary>
    internal static IEnumerable<KeyValuePair<string, RegoValue>> Members(RegoObject obj)
    {
        var onlyText = true;
        foreach (var (key, _) in obj)
        {
            onlyText &= key is RegoString;
        }

        if (onlyText)
        {
            return obj.Select(member => KeyValuePair.Create(((RegoString)member.Key).Value, member.Value));
        }

        // A key that is no text becomes its JSON; where two keys become the same, the greater one's value stays.
        var members = new SortedDictionary<string, RegoValue>(Comparer<string>.Create(GoText.Compare));
        foreach (var (key, value) in obj)
        {
            members[key is RegoString text ? text.Value : RegoJson.ToJson(key)] = value;
        }

        return members;
    }

    private void WriteAscii(string text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
    }

    private void WriteText(string text)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                var run = plain < 0 ? rest : rest[..plain];
                output.Advance(Encoding.ASCII.GetBytes(run, output.GetSpan(run.Length)));
                rest = rest[run.Length..];
                continue;
            }

            _ = Rune.DecodeFromUtf16(rest, out var rune, out var length);
            WriteRune(rune, valid: length > 1 || !char.IsSurrogate(rest[0]));
            rest = rest[length..];
        }

        output.Write("\""u8);
    }

    private void WriteRune(Rune rune, bool valid)
    {
        if (!valid)
        {
            output.Write("\\ufffd"u8);
            return;
        }

        ReadOnlySpan<byte> escape = rune.Value switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            '<' when escapeHtml => "\\u003c"u8,
            '>' when escapeHtml => "\\u003e"u8,
            '&' when escapeHtml => "\\u0026"u8,
            0x2028 => "\\u2028"u8,
            0x2029 => "\\u2029"u8,
            _ => default,
        };
        if (!escape.IsEmpty)
        {
            output.Write(escape);
        }
        else if (rune.Value < ' ')
        {
            WriteAscii("\\u00" + rune.Value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
        }
    }
}
