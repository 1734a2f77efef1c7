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
        if (AdmissionReviewDecoder.TryDecode(input, KubernetesObject.Read, out var review, out var error))
        {
            Must.Hold(review.Uid.Length > 0 && review.Kind.Kind.Length > 0, "there is a request with uid and kind");
            return;
        }

        Must.BePrintable(error.Message);
        Must.Hold(error.ApiVersion is AdmissionApi.V1 or AdmissionApi.V1Beta1, "there is a version to answer in");
        Must.Hold(error.Uid is not "", "a uid is not empty");
    }
}
