using System.Collections.Concurrent;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>The system's clock, which can be put forward, and whose pauses of a second and more are over at once. Those of minutes
/// end when the test says so.</summary>
internal sealed class TestTime : TimeProvider
{
    private static readonly TimeSpan s_minutes = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<TimeSpan> _pauses = [];
    private readonly ConcurrentQueue<(TimerCallback Callback, object? State)> _held = [];

    /// <summary>How far the clock is put forward.</summary>
    public TimeSpan Forward { get; set; }

    /// <summary>The pauses of one second to 30.</summary>
    public IReadOnlyList<TimeSpan> Pauses => [.. _pauses];

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Forward;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= s_minutes)
        {
            _held.Enqueue((callback, state));
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        if (dueTime >= TimeSpan.FromSeconds(1) && dueTime <= TimeSpan.FromSeconds(30))
        {
            _pauses.Enqueue(dueTime);
            dueTime = TimeSpan.FromMilliseconds(1);
        }

        return System.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>Ends the pauses of minutes that have begun.</summary>
    public void EndLongPauses()
    {
        while (_held.TryDequeue(out var held))
        {
            held.Callback(held.State);
        }
    }
}
