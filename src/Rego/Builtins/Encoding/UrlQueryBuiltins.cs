using System.Globalization;
using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Encoding;

/// <summary>Parameters of URLs, as Go's net/url writes and reads them.</summary>
internal static class UrlQueryBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("urlquery.encode", (_, operands) => RegoString.Of(Escape(Operand.String(operands, 0)))),
        new("urlquery.decode", (_, operands) => RegoString.Of(Unescape(Operand.String(operands, 0)))),
        new("urlquery.encode_object", EncodeObject),
        new("urlquery.decode_object", DecodeObject),
    ];

    internal static string Escape(string text, string space = "+")
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var b in GoText.ToUtf8(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                escaped.Append((char)b);
            }
            else if (b == ' ')
            {
                escaped.Append(space);
            }
            else
            {
                escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        var bytes = new List<byte>();
        var escaped = GoText.ToUtf8(text);
        for (var i = 0; i < escaped.Length; i++)
        {
            switch (escaped[i])
            {
                case (byte)'%':
                    if (i + 2 >= escaped.Length || !char.IsAsciiHexDigit((char)escaped[i + 1]) || !char.IsAsciiHexDigit((char)escaped[i + 2]))
                    {
                        var wrong = GoText.FromUtf8(escaped.AsSpan(i, Math.Min(3, escaped.Length - i)));
                        throw new BuiltinException($"invalid URL escape {GoQuote.Quote(wrong)}");
                    }

                    bytes.Add(byte.Parse(escaped.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case (byte)'+':
                    bytes.Add((byte)' ');
                    break;
                default:
                    bytes.Add(escaped[i]);
                    break;
            }
        }

        return GoText.FromUtf8([.. bytes]);
    }

    private static RegoValue? EncodeObject(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var pairs = new List<string>();
        foreach (var (name, value) in JsonOutput.Members(Operand.Object(operands, 0)))
        {
            IEnumerable<RegoValue> values = value switch
            {
                RegoString => [value],
                RegoArray array => array,
                RegoSet set => set,
                _ => throw WrongValue(),
            };
            pairs.AddRange(values.Select(v => $"{Escape(name)}={Escape((v as RegoString)?.Value ?? throw WrongValue())}"));
        }

        return RegoString.Of(string.Join('&', pairs));
    }

    private static BuiltinException WrongValue() => Operand.Wrong(0, "values must be string, array[string], or set[string]");

    private static RegoValue? DecodeObject(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var values = new SortedDictionary<string, List<RegoValue>>(Comparer<string>.Create(GoText.Compare));
        foreach (var pair in Operand.String(operands, 0).Split('&'))
        {
            if (pair.Contains(';', StringComparison.Ordinal))
            {
                return context.Fail("invalid semicolon separator in query");
            }

            if (pair.Length == 0)
            {
                continue;
            }

            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Unescape(equals < 0 ? pair : pair[..equals]);
            if (!values.TryGetValue(name, out var list))
            {
                values.Add(name, list = []);
            }

            list.Add(RegoString.Of(equals < 0 ? "" : Unescape(pair[(equals + 1)..])));
        }

        return RegoObject.Create([.. values.Select(v => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.Of(v.Key), RegoArray.Of(v.Value)))]);
    }
}
