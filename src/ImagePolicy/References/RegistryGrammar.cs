using System.Buffers;

namespace Bouncer.ImagePolicy.References;

/// <summary>
/// The registry of a reference: host labels divided by dots, or an IPv6 literal in brackets, and an optional port
/// (distribution's <c>domainAndPort</c>). Zone identifiers and IPv4-mapped addresses are not part of that grammar.
/// </summary>
internal static class RegistryGrammar
{
    /// <summary>Whether the text before the first slash is a registry: it has a dot, a colon or an upper-case letter, or
    /// is <c>localhost</c>. Else it is the first component of a path (distribution's <c>splitDockerDomain</c>).</summary>
    public static bool NamesRegistry(ReadOnlySpan<char> head)
        => head.ContainsAny(ReferenceCharacters.MakesRegistry) || head is "localhost";

    /// <summary>The error of a registry, positions counted from its start; null if it is well formed.</summary>
    public static ImageReferenceError? Check(ReadOnlySpan<char> registry)
    {
        if (registry.IsEmpty)
        {
            return ReferenceErrors.RegistryLabelEmpty(0);
        }

        var (error, end) = registry[0] == '[' ? CheckIPv6(registry) : CheckLabels(registry);
        if (error is not null || end == registry.Length)
        {
            return error;
        }

        // CheckLabels and CheckIPv6 stop before the end at a colon only.
        var port = registry[(end + 1)..];
        if (port.IsEmpty)
        {
            return ReferenceErrors.PortEmpty(end);
        }

        var wrong = port.IndexOfAnyExcept(ReferenceCharacters.Digits);
        return wrong < 0 ? null : ReferenceErrors.PortCharacter(port[wrong], end + 1 + wrong);
    }

    private static (ImageReferenceError? Error, int End) CheckLabels(ReadOnlySpan<char> registry)
    {
        var start = 0;
        while (true)
        {
            var length = registry[start..].IndexOfAnyExcept(ReferenceCharacters.HostLabel);
            var end = length < 0 ? registry.Length : start + length;
            if (end < registry.Length && registry[end] is not ('.' or ':'))
            {
                return (ReferenceErrors.RegistryCharacter(registry[end], end), end);
            }

            if (end == start)
            {
                return (ReferenceErrors.RegistryLabelEmpty(start), start);
            }

            if (registry[start] == '-' || registry[end - 1] == '-')
            {
                return (ReferenceErrors.RegistryLabelDash(registry[start] == '-' ? start : end - 1), end);
            }

            if (end == registry.Length || registry[end] == ':')
            {
                return (null, end);
            }

            start = end + 1;
        }
    }

    private static (ImageReferenceError? Error, int End) CheckIPv6(ReadOnlySpan<char> registry)
    {
        var close = registry.IndexOf(']');
        if (close < 0)
        {
            return (ReferenceErrors.AddressNotClosed(registry.Length), registry.Length);
        }

        var address = registry[1..close];
        for (var i = 0; i < address.Length; i++)
        {
            if (address[i] != ':' && !ReferenceCharacters.Hex.Contains(address[i]))
            {
                return (ReferenceErrors.AddressCharacter(address[i], i + 1), close);
            }
        }

        if (address.IsEmpty)
        {
            return (ReferenceErrors.AddressEmpty(1), close);
        }

        var end = close + 1;
        return end == registry.Length || registry[end] == ':'
            ? (null, end)
            : (ReferenceErrors.AddressFollowed(registry[end], end), end);
    }
}
