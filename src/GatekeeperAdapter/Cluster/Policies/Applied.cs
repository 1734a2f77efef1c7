using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Policies;

/// <summary>The documents that have been applied, in their latest state, and whether a newer one says anything new: most changes
/// are the status that the replicas write.</summary>
internal sealed class Applied
{
    private readonly Dictionary<string, RegoObject> _latest = new(StringComparer.Ordinal);

    /// <summary>All of them, in their latest state.</summary>
    public IReadOnlyList<RegoObject> All
    {
        get
        {
            lock (_latest)
            {
                return [.. _latest.Values];
            }
        }
    }

    /// <summary>The latest state of a document; null if there is none.</summary>
    public RegoObject? Find(string name)
    {
        lock (_latest)
        {
            return _latest.GetValueOrDefault(name);
        }
    }

    /// <summary>Keeps a document; says whether it has to be applied.</summary>
    public bool Keep(RegoObject document)
    {
        lock (_latest)
        {
            var old = _latest.GetValueOrDefault(document.Name());
            _latest[document.Name()] = document;
            return old is null || old.Uid() != document.Uid() || Differs(old, document, "spec")
                || Differs(old, document, "metadata", "annotations") || Differs(old, document, "metadata", "labels");
        }
    }

    /// <summary>Forgets a document; gives its latest state.</summary>
    public RegoObject? Forget(string name)
    {
        lock (_latest)
        {
            _latest.Remove(name, out var document);
            return document;
        }
    }

    private static bool Differs(RegoObject old, RegoObject document, params ReadOnlySpan<string> path) => old.At(path) != document.At(path);
}
