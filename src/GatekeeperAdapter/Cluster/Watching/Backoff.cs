namespace Bouncer.GatekeeperAdapter.Cluster.Watching;

/// <summary>Pauses that double, each shortened by chance so that not all who failed together come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    /// <summary>How long to wait after one more failure.</summary>
    public TimeSpan Next()
    {
        var pause = Math.Min(first.Ticks * Math.Pow(2, Math.Min(_failures++, 30)), longest.Ticks);
        return TimeSpan.FromTicks((long)(pause * (0.5 + (Random.Shared.NextDouble() / 2))));
    }

    /// <summary>It went well: the next pause is short again.</summary>
    public void Reset() => _failures = 0;
}
