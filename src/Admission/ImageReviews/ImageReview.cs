namespace Bouncer.Admission.ImageReviews;

/// <summary>
/// What the API server's ImagePolicyWebhook plugin asks (<c>imagepolicy.k8s.io/v1alpha1</c>), as far as anybody needs it:
/// <c>metadata</c> and <c>status</c> come along and say nothing.
/// </summary>
/// <param name="Images">The images as written, at least one, empty where a container has none: of all containers, then of
/// all init containers; of ephemeral containers alone if those are being changed. Nothing says which is which.</param>
/// <param name="Annotations">The pod's annotations whose key contains <c>.image-policy.k8s.io/</c>. Whoever makes the pod
/// writes them.</param>
/// <param name="Namespace">The pod's namespace; empty if none is given.</param>
public sealed record ImageReview(
    IReadOnlyList<string> Images, IReadOnlyDictionary<string, string?> Annotations, string Namespace)
{
    /// <summary>The most images of one review: more than any pod that can run. Without a limit the reasons against the
    /// images of one body would take a hundred times its size in memory.</summary>
    public const int MaxImages = 1000;

    /// <summary>The only version that there is.</summary>
    public const string ApiVersion = "imagepolicy.k8s.io/v1alpha1";

    /// <summary>The kind of requests and answers.</summary>
    public const string Kind = "ImageReview";
}
