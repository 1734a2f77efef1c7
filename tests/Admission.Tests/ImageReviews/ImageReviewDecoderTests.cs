using System.Text;
using Bouncer.Admission.ImageReviews;

namespace Bouncer.Admission.Tests.ImageReviews;

public class ImageReviewDecoderTests
{
    [Fact]
    public void Review_IsRead()
    {
        var review = Decode(Review("""{"annotations":{"a.image-policy.k8s.io/x":"1","n":null},"namespace":"team","containers":[{"image":"a"},{"image":"b","name":"n"},{"image":null},{}]}"""));

        Assert.Equal(["a", "b", "", ""], review.Images);
        Assert.Equal("team", review.Namespace);
        Assert.Equal([KeyValuePair.Create<string, string?>("a.image-policy.k8s.io/x", "1"), new("n", null)], review.Annotations);
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"a"}]},"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1"}""")]
    [InlineData("""{"sp\u0065c":{"cont\u0061iners":[{"im\u0061ge":"\u0061"}],"annotations":null,"namespace":null},"k\u0069nd":"ImageRevie\u0077","apiVersion":"imagepolicy.k8s.io\/v1alpha1"}""")]
    [InlineData("""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{"containers":[{"Image":"evil","image":"a"}],"Containers":[{"image":"evil"}]},"Spec":{"containers":[]}}""")]
    [InlineData(" \r\n\t{\"kind\":\"ImageReview\",\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"spec\":{\"containers\":[{\"image\":\"a\"}]},\"x\":[1e999,-0.0,{}]} \n")]
    public void OtherSpellingsOfTheSameReview_AreRead(string body)
    {
        var review = Decode(body);

        Assert.Equal(["a"], review.Images);
        Assert.Equal("", review.Namespace);
        Assert.Empty(review.Annotations);
    }

    [Theory]
    [InlineData("""{"containers":[{"image":"a","im\u0061ge":"b"}]}""", "spec.containers[0].image comes twice")]
    [InlineData("""{"containers":[{"image":"a"}],"cont\u0061iners":null}""", "spec.containers comes twice")]
    [InlineData("""{"containers":[{"image":"a"}],"namespace":"a","namespace":"b"}""", "spec.namespace comes twice")]
    [InlineData("""{"containers":[{"image":"a"}],"annotations":{},"annotations":{}}""", "spec.annotations comes twice")]
    [InlineData("""{"containers":[{"image":"a"}],"namespace":{}}""", "spec.namespace is not a string")]
    [InlineData("""{"containers":[{"image":"a"}],"annotations":{"a":1}}""", "spec.annotations is not a string")]
    [InlineData("""{"containers":[{"image":"a"}],"annotations":{"\ud800":"1"}}""", "spec.annotations has a key that is not valid Unicode")]
    [InlineData("""{"containers":[[{"image":"a"}]]}""", "spec.containers[0] is not an object")]
    [InlineData("""{"containers":[{"image":["a"]}]}""", "spec.containers[0].image is not a string")]
    [InlineData("""{"containers":[{"image":"a"}],"namespac\ud800":"x"}""", "a field name is not valid Unicode")]
    [InlineData("""{"containers":[{"imag\ud800":"a"}]}""", "a field name is not valid Unicode")]
    public void OddSpec_IsRefusedWithThePlace(string spec, string error) => Assert.Equal(error, Error(Review(spec)));

    [Theory]
    [InlineData("""{"kin\udfff":"ImageReview"}""", "a field name is not valid Unicode")]
    [InlineData("""{"kind":"ImageReview","kind":"ImageReview"}""", "kind comes twice")]
    [InlineData("""{"spec":{"containers":[]},"sp\u0065c":{}}""", "spec comes twice")]
    [InlineData("""{"kind":"imagereview","apiVersion":"imagepolicy.k8s.io/v1alpha1"}""", "the body is imagereview of imagepolicy.k8s.io/v1alpha1, not ImageReview of imagepolicy.k8s.io/v1alpha1")]
    [InlineData("""{"kind":"a\n\u001b\u202eb"}""", "the body is a???b of no version, not ImageReview of imagepolicy.k8s.io/v1alpha1")]
    [InlineData("\uFEFF{}", "the body is not valid JSON (line 1, byte 1)")]
    [InlineData("{/**/}", "the body is not valid JSON (line 1, byte 2)")]
    [InlineData("{\"a\":1,}", "the body is not valid JSON (line 1, byte 8)")]
    [InlineData("{\"a\":NaN}", "the body is not valid JSON (line 1, byte 6)")]
    [InlineData("{\n\"a\":\n}", "the body is not valid JSON (line 3, byte 1)")]
    public void OddBody_IsRefusedWithThePlace(string body, string error) => Assert.Equal(error, Error(body));

    [Fact]
    public void LongKind_IsCut()
        => Assert.Equal(
            $"the body is {new string('k', 100)}... of no version, not ImageReview of imagepolicy.k8s.io/v1alpha1",
            Error($$"""{"kind":"{{new string('k', 1_000_000)}}"}"""));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Depth_IsLimited(int depth, bool read)
    {
        var body = Review("""{"containers":[{"image":"a"}]}""")[..^1] + $",\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";

        if (read)
        {
            Assert.Equal(["a"], Decode(body).Images);
        }
        else
        {
            Assert.StartsWith("the body is nested deeper than 512 levels (line 1, byte ", Error(body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ImagesBeyondTheLimit_AreRefused()
    {
        static string Of(int count) => Review($$"""{"containers":[{{string.Join(',', Enumerable.Repeat("{}", count))}}]}""");

        Assert.Equal(ImageReview.MaxImages, Decode(Of(ImageReview.MaxImages)).Images.Count);
        Assert.Equal("spec.containers names more than 1000 images", Error(Of(ImageReview.MaxImages + 1)));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void BytesOutsideUtf8_AreRefused(byte[] bytes)
    {
        var parts = Review("""{"containers":[{"image":"|"}]}""").Split('|');
        byte[] body = [.. Encoding.UTF8.GetBytes(parts[0]), .. bytes, .. Encoding.UTF8.GetBytes(parts[1])];

        Assert.False(ImageReviewDecoder.TryDecode(body, out _, out var error));
        Assert.Equal("spec.containers[0].image is not valid Unicode", error);
    }

    private static string Review(string spec) => $$"""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","spec":{{spec}}}""";

    private static ImageReview Decode(string body)
    {
        Assert.True(ImageReviewDecoder.TryDecode(Encoding.UTF8.GetBytes(body), out var review, out var error), error);
        return review;
    }

    private static string Error(string body)
    {
        Assert.False(ImageReviewDecoder.TryDecode(Encoding.UTF8.GetBytes(body), out _, out var error));
        return error;
    }
}
