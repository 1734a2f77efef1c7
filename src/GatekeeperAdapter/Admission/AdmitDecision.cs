using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>What is answered to a request: allowed, denied by constraints, or refused because it cannot be decided.</summary>
internal abstract record AdmitDecision
{
    /// <summary>For people: why, or what was found besides. Empty if there is nothing to say.</summary>
    public string Message { get; init; } = "";

    /// <summary>Shown to whoever asked, whatever the answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What constraints found. Empty if none was asked.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>Whether Gatekeeper counts it among its validation requests: those that got as far as the constraints.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The violations that deny.</summary>
    public IEnumerable<Violation> Denials => Violations.Where(v => v.Actions.Contains(EnforcementAction.Deny));
}

/// <summary>The request may go on.</summary>
internal sealed record Allow : AdmitDecision;

/// <summary>Policy says no.</summary>
internal sealed record Deny : AdmitDecision;

/// <summary>What was sent is wrong, or it cannot be decided. Never allowed.</summary>
/// <param name="Code">422 if the object is wrong, 500 if it cannot be decided.</param>
internal sealed record Refuse(int Code) : AdmitDecision
{
    /// <summary>Whether time ran out.</summary>
    public bool IsOverdue { get; init; }
}
