using Bouncer.Admission.AdmissionReviews;
using Bouncer.Admission.Http;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.Tests.Http;

public class JsonAnswerTests
{
    [Fact]
    public async Task Answer_HasItsLengthAndStatus()
    {
        var (response, text) = await WriteAsync("u", 409);

        Assert.Equal("""{"kind":"AdmissionReview","apiVersion":"v","response":{"uid":"u","allowed":false}}""", text);
        Assert.Equal((409, "application/json", text.Length), (response.StatusCode, response.ContentType, response.ContentLength));
    }

    [Fact]
    public async Task LargeAnswer_IsFollowedByAnswersOfTheirOwn()
    {
        var (_, large) = await WriteAsync(new string('u', 1_000_000), 200);
        var (response, small) = await WriteAsync("u", 200);

        Assert.Equal(1_000_000, large.Count(c => c == 'u') - small.Count(c => c == 'u') + 1);
        Assert.Equal(small.Length, response.ContentLength);
    }

    [Fact]
    public async Task BufferOfALargeAnswer_IsNotKept()
    {
        await WriteAsync("u", 200);
        Assert.InRange(JsonAnswer.KeptBytes, 1, 64 * 1024);

        await WriteAsync(new string('u', 1_000_000), 200);
        Assert.Equal(0, JsonAnswer.KeptBytes);
    }

    private static async Task<(HttpResponse Response, string Text)> WriteAsync(string uid, int statusCode)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var answer = new AdmissionAnswer("v", new AdmissionResponse(uid, false));

        await JsonAnswer.WriteAsync(context.Response, statusCode, answer, AdmissionAnswerJson.Default.AdmissionAnswer);

        return (context.Response, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
