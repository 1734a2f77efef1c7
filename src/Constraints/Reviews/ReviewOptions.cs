using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>How a review is made.</summary>
public sealed record ReviewOptions
{
    /// <summary>One of <see cref="Enforcement.EnforcementPoints"/>.</summary>
    public required string EnforcementPoint { get; init; }

    /// <summary>What <c>data.inventory</c> is; null for nothing.</summary>
    public RegoObject? Inventory { get; init; }

    /// <summary>What each evaluation may use up.</summary>
    public RegoLimits Limits { get; init; } = RegoLimits.None;

    /// <summary>Ends the review.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The clock of evaluations.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Builtins that the host provides, by name.</summary>
    public IReadOnlyDictionary<string, RegoHostFunction>? HostFunctions { get; init; }
}
