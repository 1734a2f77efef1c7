using System.Text;
using Bouncer.Admission.AdmissionReviews;
using Bouncer.Json;

namespace Bouncer.Admission.Tests.AdmissionReviews;

public class AdmissionReviewDecoderTests
{
    private const string Head = """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":""";

    [Fact]
    public void Review_IsRead()
    {
        var review = Decode(Head +
            """
            {"uid":"u","kind":{"group":"apps","version":"v1","kind":"Deployment"},"resource":{"kind":"no"},"subResource":"scale",
             "requestKind":{"kind":"no"},"name":"d","namespace":"n","operation":"UPDATE","userInfo":{"uid":"no"},
             "object":{"a":[1,{}]},"oldObject":[],"dryRun":true,"options":null}}
            """);

        Assert.Equal((AdmissionApi.V1, "u", new GroupVersionKind("apps", "v1", "Deployment")), (review.ApiVersion, review.Uid, review.Kind));
        Assert.Equal(("scale", "d", "n", "UPDATE", true), (review.SubResource, review.Name, review.Namespace, review.Operation, review.DryRun));
        Assert.Equal(("""{"a":[1,{}]}""", "[]"), (review.Object, review.OldObject));
    }

    [Fact]
    public void Null_IsAsGoodAsAbsent()
    {
        var review = Decode(Head +
            """{"uid":"u","kind":{"group":null,"kind":"Pod"},"subResource":null,"name":null,"namespace":null,"operation":null,"dryRun":null,"object":null,"oldObject":null}}""");

        Assert.Equal(new GroupVersionKind("", "", "Pod"), review.Kind);
        Assert.Equal(("", "", "", "", false), (review.SubResource, review.Name, review.Namespace, review.Operation, review.DryRun));
        Assert.Null(review.Object);
        Assert.Null(review.OldObject);
    }

    [Theory]
    [InlineData("""{"request":{"object":{},"kind":{"kind":"Pod"},"u\u0069d":"u"},"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}""")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","Request":7,"request":{"UID":"no","uid":"u","kind":{"Kind":"no","kind":"Pod"},"object":{}}}""")]
    public void OtherSpellingsOfTheSameReview_AreRead(string body)
    {
        var review = Decode(body);

        Assert.Equal(("u", "Pod", "{}"), (review.Uid, review.Kind.Kind, review.Object));
    }

    [Theory]
    [InlineData("""{"uid":"u","u\u0069d":"v"}""", "request.uid comes twice")]
    [InlineData("""{"uid":"u","kind":{"kind":"Pod","kind":"ConfigMap"}}""", "request.kind.kind comes twice")]
    [InlineData("""{"uid":"u","kind":{"kind":"Pod"},"kind":{"kind":"ConfigMap"}}""", "request.kind comes twice")]
    [InlineData("""{"uid":"u","operation":"CREATE","operation":"DELETE"}""", "request.operation comes twice")]
    [InlineData("""{"uid":"u","object":{},"object":{}}""", "request.object comes twice")]
    [InlineData("""{"uid":"u","oldObject":null,"oldObject":{}}""", "request.oldObject comes twice")]
    [InlineData("""{"uid":"u","kind":"Pod"}""", "request.kind is not an object")]
    [InlineData("""{"uid":"u","kind":{"kind":["Pod"]}}""", "request.kind.kind is not a string")]
    [InlineData("""{"uid":"u","dryRun":"true"}""", "request.dryRun is not true or false")]
    [InlineData("""{"uid":"u","namespace":"\udc00"}""", "request.namespace is not valid Unicode")]
    [InlineData("""{"uid":"u","kind":{"kind":""}}""", "request.kind is missing")]
    [InlineData("""{"uid":"u","operatio\ud800":"CREATE"}""", "a field name is not valid Unicode")]
    public void OddRequest_IsRefusedUnderItsUid(string request, string message)
    {
        var error = Error(Head + request + "}");

        Assert.Equal((message, "u", AdmissionApi.V1), (error.Message, error.Uid, error.ApiVersion));
    }

    [Theory]
    [InlineData("""{"uid":null}""", "request.uid is missing")]
    [InlineData("""{"uid":7}""", "request.uid is not a string")]
    [InlineData("null", "request is missing")]
    [InlineData("[]", "request is not an object")]
    public void RequestWithoutAUid_HasNone(string request, string message)
    {
        var error = Error(Head + request + "}");

        Assert.Equal((message, null), (error.Message, error.Uid));
    }

    [Theory]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1beta1","kin\ud800":7}""", "a field name is not valid Unicode", AdmissionApi.V1Beta1)]
    [InlineData("""{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","request":{}} x""", "the body is not valid JSON (line 1, byte 81)", AdmissionApi.V1Beta1)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod"}""", "the body is Pod of v1, not AdmissionReview of admission.k8s.io/v1 or admission.k8s.io/v1beta1", AdmissionApi.V1)]
    [InlineData("null", "the body is null", AdmissionApi.V1)]
    public void OddBody_IsRefusedInItsVersion(string body, string message, string apiVersion)
    {
        var error = Error(body);

        Assert.Equal((message, apiVersion), (error.Message, error.ApiVersion));
    }

    [Fact]
    public void ObjectThatBreaksOff_KeepsTheUid()
        => Assert.Equal("u", Error(Head + """{"uid":"u","kind":{"kind":"Pod"},"object":{"a":[""").Uid);

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Depth_IsLimited(int depth, bool read)
    {
        var body = Head + $$"""{"uid":"u","kind":{"kind":"Pod"},"object":{{new string('[', depth - 2)}}{{new string(']', depth - 2)}} } }""";

        Assert.Equal(read, AdmissionReviewDecoder.TryDecode(Encoding.UTF8.GetBytes(body), Text, out _, out var error));
        Assert.Equal(read ? null : "u", error?.Uid);
    }

    private static string Text(ref JsonReader json) => Encoding.UTF8.GetString(json.ReadRaw());

    private static AdmissionReview<string> Decode(string body)
    {
        Assert.True(AdmissionReviewDecoder.TryDecode(Encoding.UTF8.GetBytes(body), Text, out var review, out var error), error?.Message);
        return review;
    }

    private static AdmissionReviewError Error(string body)
    {
        Assert.False(AdmissionReviewDecoder.TryDecode(Encoding.UTF8.GetBytes(body), Text, out _, out var error));
        return error;
    }
}
