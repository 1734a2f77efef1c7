namespace Bouncer.GatekeeperAdapter.Options;

/// <summary>The namespaces that may carry the label <c>admission.gatekeeper.sh/ignore</c>.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Prefixes">What their names begin with.</param>
/// <param name="Suffixes">What their names end with.</param>
internal sealed record ExemptNamespaces(IReadOnlyList<string> Names, IReadOnlyList<string> Prefixes, IReadOnlyList<string> Suffixes)
{
    /// <summary>None.</summary>
    public static ExemptNamespaces None { get; } = new([], [], []);

    public bool Contains(string name)
        => Names.Contains(name, StringComparer.Ordinal)
            || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
}
