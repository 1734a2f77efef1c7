using Bouncer.GatekeeperAdapter.State;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>The Namespaces that a run needs. One that is not known is asked for once, however many objects it has.</summary>
internal sealed class AuditedNamespaces(Namespaces known)
{
    private readonly Dictionary<string, RegoObject?> _asked = new(StringComparer.Ordinal);

    /// <summary>A Namespace; null if there is none: its last objects are about to go, and constraints that want to see it say
    /// that they cannot.</summary>
    public async ValueTask<RegoObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (known.Find(name) is { } found)
        {
            return found;
        }

        if (!_asked.TryGetValue(name, out var asked))
        {
            _asked[name] = asked = await known.FindAsync(name, cancellationToken);
        }

        return asked;
    }
}
