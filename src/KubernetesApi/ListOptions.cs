namespace Bouncer.KubernetesApi;

/// <summary>What a list or a watch asks for.</summary>
public sealed record ListOptions
{
    public static readonly ListOptions All = new();

    /// <summary>The namespace; empty for all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Labels that objects must have, as kubectl's <c>--selector</c>; empty for all.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Fields that objects must have (<c>metadata.name=config</c>); empty for all.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The most objects of a page. One page is in memory at a time.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Whether a list that takes so long that its state is compacted goes on with a newer state. Then objects that
    /// were made meanwhile may be missing and the list is of no one state; without it such a list fails.</summary>
    public bool GoOnWhenExpired { get; init; }
}
