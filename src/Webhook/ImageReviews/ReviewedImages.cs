using System.Collections;
using Bouncer.Admission.ImageReviews;

namespace Bouncer.Webhook.ImageReviews;

/// <summary>The images of a review as a list of names, without a copy: most records of reviews never ask for them.</summary>
internal sealed class ReviewedImages(IReadOnlyList<ImageReviewContainer?> containers) : IReadOnlyList<string>
{
    public int Count => containers.Count;

    public string this[int index] => containers[index]?.Image ?? "";

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
