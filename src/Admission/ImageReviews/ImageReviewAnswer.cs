using System.Text.Json.Serialization;
using Bouncer.Admission.Recording;

namespace Bouncer.Admission.ImageReviews;

/// <summary>What the backend answers. The API server ignores everything but <c>status</c>, and takes another
/// <c>apiVersion</c> or <c>kind</c> for a failed call.</summary>
/// <param name="Status">The answer.</param>
public sealed record ImageReviewAnswer([property: JsonPropertyName("status")] ImageReviewStatus Status)
{
    /// <summary><see cref="ImageReview.ApiVersion"/>.</summary>
    [JsonPropertyName("apiVersion")]
    [JsonPropertyOrder(-2)]
    public string ApiVersion { get; } = ImageReview.ApiVersion;

    /// <summary><see cref="ImageReview.Kind"/>.</summary>
    [JsonPropertyName("kind")]
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = ImageReview.Kind;
}

/// <summary>The answer to an <see cref="ImageReview"/>.</summary>
/// <param name="Allowed">Whether the images may run.</param>
/// <param name="Reason">Why not: shown to the person who asked. Absent if they may.</param>
/// <param name="AuditAnnotations">What the API server writes to its audit log, each key with the prefix
/// <c>imagepolicywebhook.image-policy.k8s.io/</c>.</param>
public sealed record ImageReviewStatus(
    [property: JsonPropertyName("allowed")] bool Allowed,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("auditAnnotations")] AuditAnnotations? AuditAnnotations);

/// <summary>JSON of answers.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageReviewAnswer))]
public sealed partial class ImageReviewJson : JsonSerializerContext;
