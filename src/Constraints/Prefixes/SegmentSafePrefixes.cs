using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Prefixes;

/// <summary>
/// The switch that makes comparisons by prefix end where a part of an image's name ends: with it, <c>docker.io</c> lets in
/// <c>docker.io/library/busybox</c> and not <c>docker.io.evil.com/busybox</c>. The template stays as it is: what it gets are other
/// parameters, made for each review. An entry by which an image of the object begins, but within a part of its name, is replaced by
/// those that end with the part: <c>docker.io/</c>, and for repositories <c>:</c> and <c>@</c> too.
/// </summary>
public static class SegmentSafePrefixes
{
    /// <summary>The annotation that switches it on for one constraint, with the value <c>true</c>.</summary>
    public const string Annotation = "bouncer.dev/segment-safe-prefixes";

    /// <summary>Whether a constraint switches it on.</summary>
    internal static bool IsOn(RegoObject constraint) => constraint.Object("metadata")?.Object("annotations")?.Text(Annotation) == "true";

    /// <summary>The parameters for a review; the same object if no image goes on within a part of its name.</summary>
    internal static RegoObject Bound(IReadOnlyList<PrefixParameter> prefixes, RegoObject parameters, ReviewRequest request)
    {
        if (prefixes.Count == 0)
        {
            return parameters;
        }

        var images = ImageTexts.In(request.Object?.Document, request.OldObject?.Document);
        RegoValue result = parameters;
        foreach (var prefix in prefixes)
        {
            result = ParameterPath.Rewrite(result, prefix.Path, value => Bound(value, images));
        }

        return (RegoObject)result;
    }

    private static RegoValue Bound(RegoValue value, IReadOnlyCollection<string> images) => value switch
    {
        RegoArray entries when entries.Any(e => LetsInLookAlike(e, images))
            => RegoArray.Create([.. entries.SelectMany(e => LetsInLookAlike(e, images) ? Forms(((RegoString)e).Value) : [e])]),

        // A parameter of one text can only be one text again: the strictest.
        RegoString entry when LetsInLookAlike(entry, images) => RegoString.Of(entry.Value + "/"),
        _ => value,
    };

    private static bool LetsInLookAlike(RegoValue entry, IReadOnlyCollection<string> images)
        => entry is RegoString text && images.Any(image => ImagePrefix.EndsWithinPart(text.Value, image));

    private static IEnumerable<RegoValue> Forms(string entry) => ImagePrefix.Bounded(entry).Select(RegoString.Of);
}
