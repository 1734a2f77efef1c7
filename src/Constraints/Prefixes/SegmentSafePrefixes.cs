namespace Bouncer.Constraints.Prefixes;

/// <summary>The switch that makes comparisons by prefix end at the borders of an image's name.</summary>
public static class SegmentSafePrefixes
{
    /// <summary>The annotation that switches it on for one constraint, with the value <c>true</c>.</summary>
    public const string Annotation = "bouncer.dev/segment-safe-prefixes";
}
