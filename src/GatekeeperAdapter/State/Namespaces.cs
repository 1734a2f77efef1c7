using System.Collections.Concurrent;
using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>The Namespaces that are known: what <c>namespaceSelector</c> and <c>input.review.namespaceObject</c> see. Thread-safe.</summary>
internal sealed class Namespaces
{
    private readonly ConcurrentDictionary<string, RegoObject> _byName = new(StringComparer.Ordinal);

    /// <summary>Looks for a Namespace that is not known yet, such as one made a moment ago; null (the default) where there is nobody to
    /// ask. Gives null if there is none, and throws if that cannot be told.</summary>
    public Func<string, CancellationToken, Task<RegoObject?>>? Fetch { get; set; }

    /// <summary>A Namespace; null if it is not known.</summary>
    public RegoObject? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A Namespace, asked for if it is not known; null if there is none.</summary>
    public ValueTask<RegoObject?> FindAsync(string name, CancellationToken cancellationToken)
        => name.Length == 0 ? default
            : Find(name) is { } known ? new(known)
            : Fetch is { } fetch ? new(fetch(name, cancellationToken))
            : default;

    /// <summary>Adds a Namespace, or puts it in the place of its older version.</summary>
    public void Set(RegoObject document) => _byName[ReviewedObject.Of(document).Name] = document;

    /// <summary>Takes a Namespace out.</summary>
    public void Remove(string name) => _byName.TryRemove(name, out _);
}
