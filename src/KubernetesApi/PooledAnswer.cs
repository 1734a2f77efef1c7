using System.Buffers;

namespace Bouncer.KubernetesApi;

/// <summary>Reads answers into memory that is used again. Pages of lists have megabytes: each in an array of its own, those of a long
/// list would pile up until the next full collection.</summary>
internal static class PooledAnswer
{
    private const int Least = 64 << 10;

    /// <summary>What is read from the bytes of an answer.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="read">Reads it. The bytes are another answer's when it has returned: what is to stay is copied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<T> ReadAsync<T>(HttpContent content, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Least);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                length += count;
                if (length == buffer.Length)
                {
                    buffer = Larger(buffer);
                }
            }

            return read(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
