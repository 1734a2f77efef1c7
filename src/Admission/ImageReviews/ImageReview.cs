using System.Text.Json.Serialization;

namespace Bouncer.Admission.ImageReviews;

/// <summary>What the API server's ImagePolicyWebhook plugin asks (<c>imagepolicy.k8s.io/v1alpha1</c>). Fields that it
/// sends and nobody needs (<c>metadata</c>, <c>status</c>) are left out and skipped. Properties are settable because the
/// serializer fills those several times faster than <c>init</c> ones.</summary>
public sealed record ImageReview
{
    /// <summary>The only version that there is.</summary>
    public const string Version = "imagepolicy.k8s.io/v1alpha1";

    /// <summary>The kind of requests and answers.</summary>
    public const string KindName = "ImageReview";

    /// <summary><see cref="Version"/>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; set; }

    /// <summary><see cref="KindName"/>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; set; }

    /// <summary>What is asked.</summary>
    [JsonPropertyName("spec")]
    public ImageReviewSpec? Spec { get; set; }
}

/// <summary>The question of an <see cref="ImageReview"/>.</summary>
public sealed record ImageReviewSpec
{
    /// <summary>The images: of all containers, then of all init containers; of ephemeral containers alone if those are
    /// being changed. Nothing says which is which.</summary>
    [JsonPropertyName("containers")]
    public List<ImageReviewContainer?>? Containers { get; set; }

    /// <summary>The pod's annotations whose key contains <c>.image-policy.k8s.io/</c>. Whoever makes the pod writes them.</summary>
    [JsonPropertyName("annotations")]
    public Dictionary<string, string?>? Annotations { get; set; }

    /// <summary>The pod's namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? Namespace { get; set; }
}

/// <summary>One image of an <see cref="ImageReviewSpec"/>.</summary>
public sealed record ImageReviewContainer
{
    /// <summary>The reference as written in the pod.</summary>
    [JsonPropertyName("image")]
    public string? Image { get; set; }
}
