using System.Text.Json.Serialization;

namespace Bouncer.Admission.ImageReviews;

/// <summary>What the API server's ImagePolicyWebhook plugin asks (<c>imagepolicy.k8s.io/v1alpha1</c>). Fields that it
/// sends and nobody needs (<c>metadata</c>, <c>status</c>) are left out and skipped.</summary>
public sealed record ImageReview
{
    /// <summary>The only version that there is.</summary>
    public const string Version = "imagepolicy.k8s.io/v1alpha1";

    /// <summary>The kind of requests and answers.</summary>
    public const string KindName = "ImageReview";

    /// <summary><see cref="Version"/>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; init; }

    /// <summary><see cref="KindName"/>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>What is asked.</summary>
    [JsonPropertyName("spec")]
    public ImageReviewSpec? Spec { get; init; }
}

/// <summary>The question of an <see cref="ImageReview"/>.</summary>
public sealed record ImageReviewSpec
{
    /// <summary>The images: of all containers, then of all init containers; of ephemeral containers alone if those are
    /// being changed. Nothing says which is which.</summary>
    [JsonPropertyName("containers")]
    public IReadOnlyList<ImageReviewContainer?>? Containers { get; init; }

    /// <summary>The pod's annotations whose key contains <c>.image-policy.k8s.io/</c>. Whoever makes the pod writes them.</summary>
    [JsonPropertyName("annotations")]
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    /// <summary>The pod's namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? Namespace { get; init; }
}

/// <summary>One image of an <see cref="ImageReviewSpec"/>.</summary>
/// <param name="Image">The reference as written in the pod.</param>
public sealed record ImageReviewContainer([property: JsonPropertyName("image")] string? Image);
