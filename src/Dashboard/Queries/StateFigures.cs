using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>A file that a service lives on, as its metrics tell it.</summary>
public sealed record FileState
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>Which replica of it.</summary>
    public required string Instance { get; init; }

    /// <summary><c>policy</c>, <c>certificate</c> or <c>client-ca</c>.</summary>
    public required string File { get; init; }

    /// <summary>How many versions have been loaded since the start; null if nobody told.</summary>
    public long? Generation { get; init; }

    /// <summary>When the version in use was loaded.</summary>
    public DateTimeOffset? Loaded { get; init; }

    /// <summary>When the certificate ends; null for what is none.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>How many reloads have failed since the start.</summary>
    public long FailedReloads { get; init; }

    /// <summary>When this was measured.</summary>
    public DateTimeOffset Measured { get; init; }
}

/// <summary>How much one series of a counter grew.</summary>
public sealed record CounterIncrease(string Service, string Instance, IReadOnlyList<KeyValue> Attributes, double Increase);

/// <summary>What Gatekeeper adapters tell of templates, constraints and the audit.</summary>
public sealed record GatekeeperFigures
{
    /// <summary>Templates by status, <c>active</c> or <c>error</c>.</summary>
    public IReadOnlyDictionary<string, long> Templates { get; init; } = new Dictionary<string, long>();

    /// <summary>Constraints by enforcement action and status.</summary>
    public IReadOnlyList<ConstraintCount> Constraints { get; init; } = [];

    /// <summary>Violations that the last audit found, by enforcement action.</summary>
    public IReadOnlyDictionary<string, long> Violations { get; init; } = new Dictionary<string, long>();

    /// <summary>When the last audit began; null if there was none.</summary>
    public DateTimeOffset? AuditStarted { get; init; }

    /// <summary>When the last audit ended that wrote its results; null if there was none.</summary>
    public DateTimeOffset? AuditEnded { get; init; }

    /// <summary>Violations that the last audit logged, as far as they are still here.</summary>
    public IReadOnlyList<AuditedViolation> AuditedViolations { get; init; } = [];

    /// <summary>Templates and constraints one by one; null if no adapter has told them.</summary>
    public PolicyListing? Listing { get; init; }
}

/// <summary>How many constraints of an enforcement action have a status.</summary>
public sealed record ConstraintCount(string EnforcementAction, string Status, long Count);

/// <summary>A violation that an audit found.</summary>
public sealed record AuditedViolation(
    DateTimeOffset Time, string ConstraintKind, string ConstraintName, string Action, string ResourceKind, string ResourceNamespace, string ResourceName, string Message);
