using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bouncer.Admission.ImageReviews;

/// <summary>JSON of image reviews: unknown members are skipped, members that come twice are refused.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 512)]
[JsonSerializable(typeof(ImageReview))]
[JsonSerializable(typeof(ImageReviewAnswer))]
public sealed partial class ImageReviewJson : JsonSerializerContext;
