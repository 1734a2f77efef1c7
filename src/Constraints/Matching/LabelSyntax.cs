namespace Bouncer.Constraints.Matching;

/// <summary>What Kubernetes takes for keys and values of labels (apimachinery's <c>util/validation</c>).</summary>
internal static class LabelSyntax
{
    private const int MaxNameLength = 63;
    private const int MaxPrefixLength = 253;

    /// <summary>Whether a key is a name, or a DNS subdomain, a slash and a name.</summary>
    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsName(key) : IsSubdomain(key.AsSpan(0, slash)) && IsName(key.AsSpan(slash + 1));
    }

    /// <summary>Whether a value is empty or a name.</summary>
    public static bool IsValue(string value) => value.Length == 0 || IsName(value);

    private static bool IsName(ReadOnlySpan<char> name)
        => name.Length is > 0 and <= MaxNameLength
            && char.IsAsciiLetterOrDigit(name[0])
            && char.IsAsciiLetterOrDigit(name[^1])
            && !name.ContainsAnyExcept(NameCharacters);

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxPrefixLength)
        {
            return false;
        }

        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty || part[0] == '-' || part[^1] == '-' || part.ContainsAnyExcept(SubdomainCharacters))
            {
                return false;
            }
        }

        return true;
    }

    private static readonly System.Buffers.SearchValues<char> SubdomainCharacters =
        System.Buffers.SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyz");
}
