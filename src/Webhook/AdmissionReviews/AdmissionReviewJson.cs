using System.Text.Json;
using System.Text.Json.Serialization;
using Bouncer.Admission.AdmissionReviews;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Webhook.AdmissionReviews;

/// <summary>JSON of admission reviews: of the objects only what bears images is read.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    MaxDepth = ImagePolicy.Objects.KubernetesObject.MaxDepth,
    Converters = [typeof(KubernetesObjectConverter)])]
[JsonSerializable(typeof(AdmissionReview<KubernetesObject>))]
internal sealed partial class AdmissionReviewJson : JsonSerializerContext;

/// <summary>Reads objects straight from the body's bytes.</summary>
internal sealed class KubernetesObjectConverter : JsonConverter<KubernetesObject>
{
    public override KubernetesObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => KubernetesObject.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, KubernetesObject value, JsonSerializerOptions options)
        => throw new NotSupportedException("Objects are read and never written.");
}
