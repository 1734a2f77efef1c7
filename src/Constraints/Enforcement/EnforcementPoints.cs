namespace Bouncer.Constraints.Enforcement;

/// <summary>Where constraints are enforced.</summary>
public static class EnforcementPoints
{
    /// <summary>The validating webhook.</summary>
    public const string Webhook = "validation.gatekeeper.sh";

    /// <summary>The audit.</summary>
    public const string Audit = "audit.gatekeeper.sh";

    /// <summary>The command line.</summary>
    public const string Gator = "gator.gatekeeper.sh";

    /// <summary>ValidatingAdmissionPolicy, which is not generated here.</summary>
    public const string Vap = "vap.k8s.io";

    /// <summary>All of them.</summary>
    public const string All = "*";

    /// <summary>Those that have a name of their own.</summary>
    internal static IReadOnlyList<string> Known { get; } = [Webhook, Audit, Gator, Vap];
}
