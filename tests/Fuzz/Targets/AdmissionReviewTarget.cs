using System.Text.Json;
using System.Text.Json.Serialization;
using Bouncer.Admission.AdmissionReviews;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Fuzz.Targets;

/// <summary>Bodies of the admission path, with their objects read as the Webhook reads them.</summary>
internal static class AdmissionReviewTarget
{
    public static readonly FuzzTarget Instance = new(
        "admissionreview",
        Run,
        [
            """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"0e3c","kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"default","operation":"CREATE","userInfo":{"username":"u"},"object":{"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"busybox"}]}},"oldObject":null,"dryRun":false}}""",
            """{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","request":{"kind":{"kind":"Pod"},"uid":"1","operation":"DELETE","object":null}}""",
            """{"request":{"uid":"2"},"apiVersion":"v1"}""",
            "[]",
        ],
        [.. ObjectTarget.Words, "\"request\":", "\"uid\":", "\"operation\":", "\"object\":", "\"oldObject\":", "\"admission.k8s.io/v1\""]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        if (AdmissionReviewDecoder.TryDecode(input, FuzzJson.Default.AdmissionReviewKubernetesObject, out var review, out var error))
        {
            Must.Hold(!string.IsNullOrEmpty(review.Request?.Uid) && review.Request.Kind is not null, "there is a request with uid and kind");
            return;
        }

        Must.BePrintable(error.Message);
        Must.Hold(error.ApiVersion is AdmissionApi.V1 or AdmissionApi.V1Beta1, "there is a version to answer in");
        Must.Hold(error.Uid is not "", "a uid is not empty");
    }
}

/// <summary>JSON of the admission target.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = ImagePolicy.Objects.KubernetesObject.MaxDepth, Converters = [typeof(KubernetesObjectConverter)])]
[JsonSerializable(typeof(AdmissionReview<KubernetesObject>))]
internal sealed partial class FuzzJson : JsonSerializerContext;

/// <summary>Reads objects straight from the body's bytes.</summary>
internal sealed class KubernetesObjectConverter : JsonConverter<KubernetesObject>
{
    public override KubernetesObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => KubernetesObject.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, KubernetesObject value, JsonSerializerOptions options)
        => throw new NotSupportedException("Objects are read and never written.");
}
