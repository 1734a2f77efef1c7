using System.Buffers;
using System.IO.Pipelines;
using Bouncer.Admission.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bouncer.Admission.Tests.Http;

public class RequestBodyTests
{
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0, true)]
    [InlineData(5_000, true)]
    [InlineData(5_000, false)]
    [InlineData(RequestBody.MaxBytes, true)]
    [InlineData(RequestBody.MaxBytes, false)]
    public async Task BodyWithinTheLimit_IsReadWhole(int length, bool announced)
    {
        var sent = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        using var body = await RequestBody.ReadAsync(Request(new MemoryStream(sent), announced ? length : null), s_never);

        Assert.True(body.Span.SequenceEqual(sent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOfOneByteMore_IsTooLarge(bool announced)
    {
        const int Length = RequestBody.MaxBytes + 1;

        var error = await Assert.ThrowsAsync<RequestBodyException>(
            async () => await RequestBody.ReadAsync(Request(new MemoryStream(new byte[Length]), announced ? Length : null), s_never));

        Assert.Equal((413, "the body is larger than 7 MiB"), (error.StatusCode, error.Message));
    }

    [Fact]
    public async Task BodyInSmallPieces_IsPutTogether()
    {
        var pipe = new Pipe();
        var reading = RequestBody.ReadAsync(Request(pipe.Reader), s_never);
        for (var i = 0; i < 100_000; i += 1_000)
        {
            await pipe.Writer.WriteAsync(Enumerable.Repeat((byte)(i / 1_000), 1_000).ToArray(), TestContext.Current.CancellationToken);
        }

        await pipe.Writer.CompleteAsync();

        using var body = await reading;
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (byte)(i / 1_000)), body.Span.ToArray());
    }

    [Fact]
    public async Task BodyThatDoesNotCome_IsTooSlow()
    {
        var error = await Assert.ThrowsAsync<RequestBodyException>(
            async () => await RequestBody.ReadAsync(Request(new Pipe().Reader), TimeSpan.FromMilliseconds(1)));

        Assert.Equal((408, "the body did not arrive within 0.001 s"), (error.StatusCode, error.Message));
    }

    [Fact]
    public async Task BodyThatTheServerRefuses_IsBroken()
    {
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync(new BadHttpRequestException("Bad chunk size data.", 400));

        var error = await Assert.ThrowsAsync<RequestBodyException>(async () => await RequestBody.ReadAsync(Request(pipe.Reader), s_never));

        Assert.Equal((400, "the body is not valid HTTP, or ended too early"), (error.StatusCode, error.Message));
    }

    [Fact]
    public async Task AnnouncementAlone_TakesNoMemory()
    {
        var requests = Enumerable.Range(0, 64).Select(_ => Request(new MemoryStream("{}"u8.ToArray()), RequestBody.MaxBytes)).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        List<RequestBody> open = [];
        foreach (var request in requests)
        {
            open.Add(await RequestBody.ReadAsync(request, s_never));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 * 1024);
        open.ForEach(body => body.Dispose());
    }

    private static HttpRequest Request(Stream body, long? length)
        => new DefaultHttpContext { Request = { Body = body, ContentLength = length } }.Request;

    private static HttpRequest Request(PipeReader body)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new Body(body));
        return context.Request;
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
