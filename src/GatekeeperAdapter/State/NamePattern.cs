namespace Bouncer.GatekeeperAdapter.State;

/// <summary>Gatekeeper's patterns of names: exact, <c>prefix*</c>, <c>*suffix</c> or <c>*inside*</c> (its package wildcard).</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) => pattern switch
    {
        ['*', .. var inside, '*'] => name.Contains(inside, StringComparison.Ordinal),
        ['*', .. var suffix] => name.EndsWith(suffix, StringComparison.Ordinal),
        [.. var prefix, '*'] => name.StartsWith(prefix, StringComparison.Ordinal),
        _ => name == pattern,
    };
}
