using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Bouncer.Admission.Http;

/// <summary>A request's body in one piece, in memory that goes back to a pool when it is disposed.</summary>
/// <remarks>Decoding wants one span: reading JSON from a chain of Kestrel's 4 KiB segments costs more than this copy.</remarks>
public sealed class RequestBody : IDisposable
{
    /// <summary>The largest body that is read, in bytes: an AdmissionReview can hold an object of the API server's 3 MiB
    /// twice; controller-runtime draws the line at the same place.</summary>
    public const int MaxBytes = 7 * 1024 * 1024;

    /// <summary>How long a body may take to arrive. API servers send it at once; their own limit for the whole call is
    /// 30 s at most.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private const int FirstBytes = 16 * 1024;

    /// <summary>How much memory a caller gets for announcing a body, before any of it has come.</summary>
    private const int MaxFirstBytes = 128 * 1024;

    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>The bytes of the body.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>The bytes of the body, for what reads from them later. Nothing that does may outlive the body.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body of a request to its end.</summary>
    /// <exception cref="RequestBodyException">It is too large, came too slowly or broke off.</exception>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, TimeSpan deadline)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw RequestBodyException.TooLarge();
        }

        var body = new RequestBody((int)Math.Min(request.ContentLength ?? FirstBytes, MaxFirstBytes));
        CancellationTokenSource? late = null;
        try
        {
            while (true)
            {
                var pending = request.BodyReader.ReadAsync();
                if (!pending.IsCompleted)
                {
                    // Only here: mostly everything has come already, and timers cost as much as reading does.
                    late ??= CancelAfter(deadline, request.BodyReader);
                }

                var read = await pending;
                if (read.IsCanceled)
                {
                    throw RequestBodyException.TooSlow(deadline);
                }

                body.Append(read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch (BadHttpRequestException e)
        {
            body.Dispose();
            throw RequestBodyException.Broken(e);
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            late?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    /// <summary>Ends whatever reading is still pending after a time.</summary>
    private static CancellationTokenSource CancelAfter(TimeSpan deadline, PipeReader reader)
    {
        var late = new CancellationTokenSource(deadline);
        late.Token.UnsafeRegister(static pending => ((PipeReader)pending!).CancelPendingRead(), reader);
        return late;
    }

    private void Append(ReadOnlySequence<byte> received)
    {
        var length = _length + received.Length;
        if (length > MaxBytes)
        {
            throw RequestBodyException.TooLarge();
        }

        if (length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(length, _buffer.Length * 2L));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        received.CopyTo(_buffer.AsSpan(_length));
        _length = (int)length;
    }
}

/// <summary>Why a body could not be read.</summary>
public sealed class RequestBodyException : Exception
{
    private RequestBodyException(int statusCode, string message)
        : base(message)
    {
        StatusCode = statusCode;
    }

    /// <summary>The HTTP status that says so: 413, 408 or 400.</summary>
    public int StatusCode { get; }

    /// <summary>What the server found wrong with the body's framing: a chunk that is none, an end before its time.</summary>
    internal static RequestBodyException Broken(BadHttpRequestException e)
        => new(e.StatusCode, "the body is not valid HTTP, or ended too early");

    internal static RequestBodyException TooLarge()
        => new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {RequestBody.MaxBytes / 1024 / 1024} MiB");

    internal static RequestBodyException TooSlow(TimeSpan deadline)
        => new(StatusCodes.Status408RequestTimeout, $"the body did not arrive within {deadline.TotalSeconds:0.###} s");
}
