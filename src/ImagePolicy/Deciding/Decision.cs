using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>
/// What became of a review: <see cref="Allowed"/>, <see cref="Denied"/> or <see cref="Failed"/>. "Could not decide" is a
/// type of its own so that nobody takes it for one of the others.
/// </summary>
/// <param name="PolicyVersion">The version of the policy that decided.</param>
/// <param name="Violations">Every rule that was broken, enforced or not, in a stable order.</param>
public abstract record Decision(string PolicyVersion, IReadOnlyList<Violation> Violations)
{
    /// <summary>The names of the rules that decided, sorted: those that admitted the images, or those that refused them.</summary>
    public abstract IReadOnlyList<string> Rules { get; }

    /// <summary>The violations with an enforcement.</summary>
    public IEnumerable<Violation> Of(Enforcement enforcement) => Violations.Where(v => v.Enforcement == enforcement);
}

/// <summary>Every image may run.</summary>
/// <param name="PolicyVersion">The version of the policy that decided.</param>
/// <param name="Violations">Violations of rules that warn or record only.</param>
/// <param name="AdmittedBy">The names of the allow rules that admitted the images, sorted; <c>default</c> where none applied.
/// Images that pass only because their allow rules are on trial add no name.</param>
public sealed record Allowed(string PolicyVersion, IReadOnlyList<Violation> Violations, IReadOnlyList<string> AdmittedBy)
    : Decision(PolicyVersion, Violations)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Rules => AdmittedBy;
}

/// <summary>At least one image may not run.</summary>
/// <param name="PolicyVersion">The version of the policy that decided.</param>
/// <param name="Violations">Every violation; at least one is enforced.</param>
public sealed record Denied(string PolicyVersion, IReadOnlyList<Violation> Violations) : Decision(PolicyVersion, Violations)
{
    /// <summary>Why, for the person who asked for the images: one line an image and rule.</summary>
    public string Reason => ReasonText.Of(Of(Enforcement.Deny));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rules
        => [.. Of(Enforcement.Deny).Select(v => v.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>The review could not be decided, because what was sent is not what it should be. Callers refuse then.</summary>
/// <param name="PolicyVersion">The version of the policy that would have decided.</param>
/// <param name="Reason">What is wrong and where.</param>
public sealed record Failed(string PolicyVersion, string Reason) : Decision(PolicyVersion, [])
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Rules => [];
}
