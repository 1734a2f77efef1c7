namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>How the audit runs.</summary>
internal sealed record AuditOptions
{
    public const double DefaultInterval = 60;
    public const double MaxInterval = 7 * 24 * 60 * 60;
    public const int DefaultChunkSize = 500;
    public const int MaxChunkSize = 1_000_000;
    public const int DefaultViolationsLimit = 20;

    /// <summary>More could make a constraint weigh more than etcd takes (1.5 MiB).</summary>
    public const int MaxViolationsLimit = 1000;

    /// <summary>From the start of a run to that of the next; zero for runs on demand alone.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(DefaultInterval);

    /// <summary>The most objects that are asked for, and in memory, at a time; 0 for all of a kind.</summary>
    public int ChunkSize { get; init; } = DefaultChunkSize;

    /// <summary>The most violations in the status of a constraint.</summary>
    public int ViolationsLimit { get; init; } = DefaultViolationsLimit;
}
