using System.Buffers;
using System.IO.Compression;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads the body of a request of OTLP over HTTP, unpacked, within the limit.</summary>
internal static class OtlpBody
{
    /// <summary>The media type of protobuf.</summary>
    public const string MediaType = "application/x-protobuf";

    /// <summary>How much memory a caller gets for announcing a body, before any of it has come.</summary>
    private const int MaxFirstBytes = 64 * 1024;

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes that are taken, unpacked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The bytes, no more than they are.</returns>
    /// <exception cref="RefusedTelemetryException">It is too large, packed in a way that is unknown here, or broken.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            throw RefusedTelemetryException.TooLarge(limit);
        }

        var announced = (int)Math.Min(request.ContentLength ?? 0, MaxFirstBytes);
        switch (request.Headers.ContentEncoding.ToString())
        {
            case "" or "identity":
                return await ReadAsync(request.Body, announced, limit, cancellation);
            case "gzip":
                await using (var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true))
                {
                    return await UnpackAsync(unpacked, 4 * announced, limit, cancellation);
                }

            case var encoding:
                throw RefusedTelemetryException.Unsupported($"The body is packed by \"{RefusedTelemetryException.Shown(encoding)}\". Send it as it is, or by gzip.");
        }
    }

    private static async Task<byte[]> UnpackAsync(GZipStream unpacked, int expected, int limit, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(unpacked, expected, limit, cancellation);
        }
        catch (InvalidDataException)
        {
            throw new RefusedTelemetryException(StatusCodes.Status400BadRequest, "The body says that it is packed by gzip, and is not.");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream body, int expected, int limit, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(4096, expected));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                {
                    return buffer.AsSpan(0, length).ToArray();
                }

                length += read;
                if (length > limit)
                {
                    throw RefusedTelemetryException.TooLarge(limit);
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
