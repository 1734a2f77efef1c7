using System.Threading.Channels;
using Bouncer.Dashboard.Otlp;

namespace Bouncer.Dashboard.Forwarding;

/// <summary>Requests that wait to be passed on, bounded in bytes. Adding never waits: what does not fit is not taken.</summary>
internal sealed class ForwardQueue(int limit)
{
    private readonly Channel<(Signal Signal, byte[] Request)> _channel = Channel.CreateUnbounded<(Signal, byte[])>();
    private long _bytes;
    private int _count;

    /// <summary>The bytes of what waits, and of what is being sent.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many requests that are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a request.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(Signal signal, byte[] request)
    {
        if (Interlocked.Add(ref _bytes, request.Length) > limit)
        {
            Interlocked.Add(ref _bytes, -request.Length);
            return false;
        }

        Interlocked.Increment(ref _count);
        _channel.Writer.TryWrite((signal, request));
        return true;
    }

    /// <summary>Takes requests as they come. Each has its place until it is <see cref="Done"/>.</summary>
    public IAsyncEnumerable<(Signal Signal, byte[] Request)> TakeAllAsync(CancellationToken cancellation) => _channel.Reader.ReadAllAsync(cancellation);

    /// <summary>Gives the place of a request free.</summary>
    public void Done(byte[] request)
    {
        Interlocked.Add(ref _bytes, -request.Length);
        Interlocked.Decrement(ref _count);
    }
}
