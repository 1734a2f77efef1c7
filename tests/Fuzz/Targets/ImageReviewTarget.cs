using Bouncer.Admission.ImageReviews;

namespace Bouncer.Fuzz.Targets;

/// <summary>Bodies of <c>/image_policy</c>.</summary>
internal static class ImageReviewTarget
{
    public static readonly FuzzTarget Instance = new(
        "imagereview",
        Run,
        [
            """{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","metadata":{"creationTimestamp":null},"spec":{"containers":[{"image":"busybox"}],"namespace":"default"},"status":{"allowed":false}}""",
            """{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{"containers":[{"image":"a"},{"image":null},null],"annotations":{"x.image-policy.k8s.io/y":"1"}}}""",
            """{"kind":"ImageReview","apiVersion":"v1","spec":{}}""",
            "null",
        ],
        [.. ObjectTarget.Words, "\"annotations\":", "\"namespace\":", "\"ImageReview\"", "\"imagepolicy.k8s.io/v1alpha1\""]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        if (!ImageReviewDecoder.TryDecode(input, out var spec, out var error))
        {
            Must.BePrintable(error);
            return;
        }

        Must.Hold(spec.Containers is { Count: > 0 } && spec.Containers.All(c => c is not null), "there are containers, and none is null");
    }
}
