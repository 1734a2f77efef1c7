using System.Net;
using Bouncer.Rego.Builtins.Net;
using Bouncer.Rego.Builtins.Regexes;
using Bouncer.Rego.Builtins.Times;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>The formats of text in schemas. One nobody knows is met by everything.</summary>
internal static class SchemaFormats
{
    public static bool IsMet(string format, string text) => format switch
    {
        "date" => Parses("2006-01-02", text),
        "time" => Parses("15:04:05", text) || Parses("15:04:05Z07:00", text) || Parses("15:04:05.999999999Z07:00", text),
        "date-time" => Parses("15:04:05", text) || Parses("15:04:05Z07:00", text) || Parses("2006-01-02", text) || Parses(GoLayout.Rfc3339Nano, text),
        "ipv4" => IpNetwork.TryParseAddress(text, out _, out var bits) && bits == 32,
        "ipv6" => IpNetwork.TryParseAddress(text, out _, out var bits) && bits == 128,
        "hostname" => text.Length is > 0 and < 256 && Array.TrueForAll(text.TrimEnd('.').Split('.'), IsLabel),
        "email" or "idn-email" => IsMail(text),
        "uri" or "iri" => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal),
        "uri-reference" or "iri-reference" => Uri.IsWellFormedUriString(Uri.EscapeDataString(text), UriKind.Relative) && !text.Contains('\\', StringComparison.Ordinal),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "regex" => text.Length == 0 || GoRegex.IsValid(text),
        "json-pointer" => text.Length == 0 || text[0] == '/',
        _ => true,
    };

    private static bool Parses(string layout, string text)
    {
        try
        {
            GoLayout.Parse(layout, text);
            return true;
        }
        catch (BuiltinException)
        {
            return false;
        }
    }

    private static bool IsLabel(string label)
        => label.Length is > 0 and < 64 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsMail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.AsSpan().ContainsAny(' ', '<', '>');
    }
}
