using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>
/// The namespaces that the Config (<c>config.gatekeeper.sh</c>, <c>spec.match</c>) keeps out of a process. Thread-safe: a new
/// Config is read aside and swapped in.
/// </summary>
internal sealed class Exclusions
{
    public const string Webhook = "webhook";
    public const string Audit = "audit";
    public const string Sync = "sync";
    private const string All = "*";

    private volatile Entry[] _entries = [];

    /// <summary>The Config in force; null if there is none.</summary>
    public RegoObject? Config { get; private set; }

    /// <summary>Whether a process leaves a namespace alone. Objects without a namespace are never left alone.</summary>
    /// <param name="process"><see cref="Webhook"/>, <see cref="Audit"/> or <see cref="Sync"/>.</param>
    /// <param name="namespace">The namespace; of a Namespace its own name.</param>
    public bool Contains(string process, string @namespace)
    {
        if (@namespace.Length == 0)
        {
            return false;
        }

        foreach (var entry in _entries)
        {
            if (entry.Processes.Contains(process) && entry.Namespaces.Any(pattern => NamePattern.Matches(pattern, @namespace)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts a Config in force; null for none.</summary>
    public void Replace(RegoObject? config)
    {
        Config = config;
        _entries = [.. Entries(config)];
    }

    private static IEnumerable<Entry> Entries(RegoObject? config)
        => from item in (config ?? RegoObject.Empty).ListAt("spec", "match")
           let match = item as RegoObject
           where match is not null
           let processes = Texts(match, "processes").ToHashSet(StringComparer.Ordinal)
           select new Entry(processes.Contains(All) ? [Webhook, Audit, Sync] : processes, [.. Texts(match, "excludedNamespaces")]);

    private static IEnumerable<string> Texts(RegoObject match, string field)
        => match.ListAt(field).OfType<RegoString>().Select(text => text.Value);

    private sealed record Entry(HashSet<string> Processes, string[] Namespaces);
}
