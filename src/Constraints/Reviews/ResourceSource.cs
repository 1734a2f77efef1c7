namespace Bouncer.Constraints.Reviews;

/// <summary>Where the reviewed object comes from.</summary>
public enum ResourceSource
{
    /// <summary>From the request itself.</summary>
    Original,

    /// <summary>Expanded from a generator resource.</summary>
    Generated,
}
