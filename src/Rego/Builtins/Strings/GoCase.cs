using System.Text;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>Upper and lower case as Go's strings package has them: each character by Unicode's simple mapping.</summary>
internal static class GoCase
{
    public static string Lower(string text) => text.Contains('\u0130', StringComparison.Ordinal)
        ? text.Replace('\u0130', 'i').ToLowerInvariant() // .NET's invariant culture leaves the Turkish dotted I alone
        : text.ToLowerInvariant();

    public static string Upper(string text) => text.Contains('\u0131', StringComparison.Ordinal)
        ? text.Replace('\u0131', 'I').ToUpperInvariant()
        : text.ToUpperInvariant();
}
