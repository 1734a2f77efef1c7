using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>A rule with its index. Immutable.</summary>
internal sealed class CompiledRule(PolicyRule rule)
{
    private readonly SelectorIndex _index = new(rule.Images);

    public PolicyRule Rule { get; } = rule;

    public string Name => Rule.Name;

    /// <summary>The name as a list of one, made once.</summary>
    public string[] NameAsList { get; } = [rule.Name];

    /// <summary>Whether the rule's patterns match the image. Its scope is not asked.</summary>
    public bool Selects(ImageReference image) => _index.Contains(image);

    /// <summary>Whether a deny or a require rule has something against the image.</summary>
    public bool IsBrokenBy(ImageReference image)
        => Rule.Scope.Includes(image)
            && (Rule.Effect == RuleEffect.Deny ? Selects(image) : Missing(image) != Requirements.None);

    /// <summary>The requirements that the image does not meet.</summary>
    public Requirements Missing(ImageReference image)
    {
        var met = Requirements.None;
        if (image.HasTag || image.HasDigest)
        {
            met |= Requirements.Tag;
        }

        if (image.HasDigest)
        {
            met |= Requirements.Digest;
        }

        if (image.HasRegistry)
        {
            met |= Requirements.Registry;
        }

        return Rule.Requirements & ~met;
    }
}
