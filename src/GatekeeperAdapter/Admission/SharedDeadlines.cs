namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>
/// Tokens that are cancelled when a caller's time is up. Callers whose time is up in the same hundredth of a second share one, which
/// ends with the first of them: a timer for every review is set and stopped for nothing nearly every time.
/// </summary>
internal sealed class SharedDeadlines(TimeProvider time) : IDisposable
{
    /// <summary>A fifth of the least that a <see cref="CallDeadline"/> takes off.</summary>
    private static readonly TimeSpan s_grain = TimeSpan.FromMilliseconds(10);

    private readonly long _start = time.GetTimestamp();

    /// <summary>Each at its number modulo the length: room for more than the longest time that a call is given.</summary>
    private readonly Shared?[] _shared = new Shared?[4096];

    /// <summary>A token that is cancelled when a time has passed, or up to a hundredth of a second before.</summary>
    public CancellationToken After(TimeSpan left)
    {
        var now = time.GetElapsedTime(_start);
        var number = (now + left).Ticks / s_grain.Ticks;
        ref var place = ref _shared[number % _shared.Length];
        if (Volatile.Read(ref place) is { } shared && shared.Number == number)
        {
            return shared.Token;
        }

        // What stood there has ended long ago. If another thread does the same just now, there are two for a while.
        var wait = number * s_grain - now;
        var made = new Shared(number, new(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time));
        Volatile.Write(ref place, made);
        return made.Token;
    }

    public void Dispose()
    {
        foreach (var shared in _shared)
        {
            shared?.Dispose();
        }
    }

    private sealed class Shared(long number, CancellationTokenSource source) : IDisposable
    {
        public long Number { get; } = number;

        public CancellationToken Token { get; } = source.Token;

        public void Dispose() => source.Dispose();
    }
}
