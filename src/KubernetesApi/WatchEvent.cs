using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>What happened to an object.</summary>
public enum WatchEventKind
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to the object's resourceVersion, which is all it has.</summary>
    Bookmark,
}

/// <summary>A line of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object as it is now; of a deleted one the last state.</param>
public readonly record struct WatchEvent(WatchEventKind Kind, RegoObject Object);
