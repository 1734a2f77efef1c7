using System.Text;
using Bouncer.Admission.AdmissionReviews;
using Bouncer.Admission.Http;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.Tests.AdmissionReviews;

public class AdmissionAnswerWriterTests
{
    public static TheoryData<AdmissionAnswer> Answers =>
    [
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, AdmissionStatus.Ok, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, new(200), null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1beta1", new("u-1", true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1beta1", new("u-1", true, AdmissionStatus.Ok, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("", true, null, null, new("", ""))),
        new AdmissionAnswer("admission.k8s.io/v1", new("a \"quoted\" uid\n", true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("d'où", true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new(new('u', 300), true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("the decision", true, null, null, new("the version", "the uid"))),
        new AdmissionAnswer("admission.k8s.io/v2", new("u-1", true, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, null, ["a warning"], new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, new(200, null, "a message"), null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, new(299), null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, null, null, new("d-1", "7", Rules: "a rule"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, null, null, new("d-1", "7", Warnings: "a warning"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true, null, null, new("d-1", "7", DryRun: "a trial"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", true)),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", false, null, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", false, AdmissionStatus.Ok, null, new("d-1", "7"))),
        new AdmissionAnswer("admission.k8s.io/v1", new("u-1", false, AdmissionStatus.Forbidden("no"), null, new("d-1", "7"))),
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Bytes_AreTheSerializers(AdmissionAnswer answer)
    {
        using var body = new MemoryStream();
        var response = new DefaultHttpContext { Response = { Body = body } }.Response;

        await AdmissionAnswerWriter.WriteAsync(response, answer);

        using var expected = new MemoryStream();
        var plain = new DefaultHttpContext { Response = { Body = expected } }.Response;
        await JsonAnswer.WriteAsync(plain, 200, answer, AdmissionAnswerJson.Default.AdmissionAnswer);
        Assert.Equal(Encoding.UTF8.GetString(expected.ToArray()), Encoding.UTF8.GetString(body.ToArray()));
        Assert.Equal((200, "application/json", body.Length), (response.StatusCode, response.ContentType, response.ContentLength));
    }
}
