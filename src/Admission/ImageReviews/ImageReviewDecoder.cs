using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bouncer.Admission.Http;

namespace Bouncer.Admission.ImageReviews;

/// <summary>Reads an <see cref="ImageReview"/>, or says in words for people why it is none.</summary>
public static class ImageReviewDecoder
{
    /// <summary>Reads a body. What succeeds has a spec with at least one container, and none of them is null.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out ImageReviewSpec? spec,
        [NotNullWhen(false)] out string? error)
    {
        spec = null;
        ImageReview? review;
        try
        {
            review = JsonSerializer.Deserialize(body, ImageReviewJson.Default.ImageReview);
        }
        catch (JsonException e)
        {
            error = JsonErrors.Describe(e);
            return false;
        }

        error = Problem(review);
        spec = error is null ? review!.Spec : null;
        return error is null;
    }

    private static string? Problem(ImageReview? review)
    {
        if (review is null)
        {
            return "the body is null";
        }

        if (review.Kind != ImageReview.KindName || review.ApiVersion != ImageReview.Version)
        {
            return $"the body is {JsonErrors.KindOf(review.Kind, review.ApiVersion)}, not {ImageReview.KindName} of {ImageReview.Version}";
        }

        if (review.Spec is null)
        {
            return "spec is missing";
        }

        if (review.Spec.Containers is not { Count: > 0 } containers)
        {
            // "All images are allowed" is true of no image at all. Pods have at least one.
            return "spec.containers names no image";
        }

        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i] is null)
            {
                return $"spec.containers[{i}] is null";
            }
        }

        return null;
    }
}
