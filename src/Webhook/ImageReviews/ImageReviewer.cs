using Bouncer.Admission.ImageReviews;
using Bouncer.ImagePolicy.Deciding;

namespace Bouncer.Webhook.ImageReviews;

/// <summary>Decides image reviews: a pure function of the body and the policy. The API server caches answers by the
/// question, so nothing else may count.</summary>
internal static class ImageReviewer
{
    /// <summary>Decides one review.</summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="review">What was asked; null if it could not be read.</param>
    public static Decision Decide(ReadOnlySpan<byte> body, Policy policy, out ImageReview? review)
    {
        if (!ImageReviewDecoder.TryDecode(body, out review, out var error))
        {
            return new Failed(policy.Version, error);
        }

        var images = new ContainerImage[review.Images.Count];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = new ContainerImage(review.Images[i], ImageField.Review, i);
        }

        return policy.Decide(review.Namespace, images);
    }
}
