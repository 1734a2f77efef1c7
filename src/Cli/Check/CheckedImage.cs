using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.Cli.Check;

/// <summary>What becomes of an image.</summary>
internal enum Verdict
{
    /// <summary>It may run. Rules that record only may be broken.</summary>
    Allowed,

    /// <summary>It may run, and a rule that warns is broken.</summary>
    Warned,

    /// <summary>It may not run.</summary>
    Refused,
}

/// <summary>An image with its verdict.</summary>
/// <param name="Source">The image and where it stands.</param>
/// <param name="Normalised">The image with everything that is implied; null if it is no image reference.</param>
/// <param name="Decision">What the policy says of it.</param>
internal sealed record CheckedImage(ImageSource Source, string? Normalised, Decision Decision)
{
    public Verdict Verdict => Decision is not Allowed ? Verdict.Refused
        : Decision.Of(Enforcement.Warn).Any() ? Verdict.Warned
        : Verdict.Allowed;

    /// <summary>The rules that led to the verdict: those that refuse, those that warn, or those that admit.</summary>
    public IEnumerable<string> Rules
        => Verdict == Verdict.Warned ? Decision.Of(Enforcement.Warn).Select(v => v.Rule).Distinct(StringComparer.Ordinal) : Decision.Rules;

    /// <summary>The rules that are broken, those that refuse first.</summary>
    public IEnumerable<Violation> Broken => Decision.Violations.OrderBy(v => v.Enforcement);

    public static CheckedImage Of(Policy policy, ImageSource source)
        => new(
            source,
            ImageReference.TryParse(source.Image.Image, out var reference, out _) ? reference.ToString() : null,
            policy.Decide(source.Namespace, [source.Image]));
}

/// <summary>The result of a check.</summary>
/// <param name="Policy">The policy that was tried.</param>
/// <param name="Images">Every image, in the order found.</param>
/// <param name="Failures">Objects that cannot be judged.</param>
/// <param name="ObjectsWithoutPods">How many objects are of kinds that bear no pods.</param>
internal sealed record CheckReport(
    Policy Policy,
    IReadOnlyList<CheckedImage> Images,
    IReadOnlyList<Failure> Failures,
    int ObjectsWithoutPods)
{
    public int Count(Verdict verdict) => Images.Count(i => i.Verdict == verdict);
}
