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
        if (!ImageReviewDecoder.TryDecode(input, out var review, out var error))
        {
            Must.BePrintable(error);
            return;
        }

        Must.Hold(review.Images.Count > 0 && review.Images.All(image => image is not null), "there are images, and none is null");
    }
}
