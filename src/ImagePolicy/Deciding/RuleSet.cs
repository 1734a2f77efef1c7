using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>The rules that apply in one namespace, by what they do.</summary>
/// <remarks>
/// Of the allow rules only the strictest applicable ones count: an enforced list decides alone, so that a rule on trial
/// (<c>warn</c>, <c>dryrun</c>) can neither admit nor refuse anything while it is tried.
/// </remarks>
internal sealed class RuleSet
{
    public RuleSet(IEnumerable<CompiledRule> rules)
    {
        var applicable = rules.ToArray();
        Prohibiting = [.. applicable.Where(r => r.Rule.Effect != RuleEffect.Allow)];
        var allowing = applicable.Where(r => r.Rule.Effect == RuleEffect.Allow).ToArray();
        AllowEnforcement = allowing.Length == 0 ? Enforcement.Deny : allowing.Min(r => r.Rule.Enforcement);
        Allowing = [.. allowing.Where(r => r.Rule.Enforcement == AllowEnforcement)];
    }

    /// <summary>Deny and require rules.</summary>
    public CompiledRule[] Prohibiting { get; }

    /// <summary>The allow rules that count; one of them has to match if there is any.</summary>
    public CompiledRule[] Allowing { get; }

    /// <summary>What follows if none of <see cref="Allowing"/> matches.</summary>
    public Enforcement AllowEnforcement { get; }
}
