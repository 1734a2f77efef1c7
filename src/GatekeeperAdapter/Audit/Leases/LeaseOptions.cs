namespace Bouncer.GatekeeperAdapter.Audit.Leases;

/// <summary>Which lease a replica tries to hold, and how. The times are client-go's defaults.</summary>
internal sealed record LeaseOptions
{
    /// <summary>The namespace of the Lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the Lease.</summary>
    public required string Name { get; init; }

    /// <summary>Who this is. No two processes may have the same, not even one after the other: a holder that was restarted must
    /// not take its predecessor's term for its own.</summary>
    public required string Holder { get; init; }

    /// <summary>How long others wait after the last sign of the holder.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the holder goes on when it cannot renew. So much less than <see cref="Duration"/> that it has stopped when
    /// another one begins, though their clocks do not run alike.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between attempts to acquire or to renew.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
