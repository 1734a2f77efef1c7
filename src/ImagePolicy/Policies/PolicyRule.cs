namespace Bouncer.ImagePolicy.Policies;

/// <summary>One rule of a policy.</summary>
public sealed record PolicyRule
{
    /// <summary>The rule's name, unique in its policy: what messages, logs and metrics call it.</summary>
    public required string Name { get; init; }

    /// <summary>What the rule does with the images it selects.</summary>
    public required RuleEffect Effect { get; init; }

    /// <summary>The images that an allow or a deny rule is about. Empty for a require rule.</summary>
    public ImageSelector Images { get; init; } = ImageSelector.None;

    /// <summary>What a require rule asks of every image in its scope. <see cref="Requirements.None"/> for other rules.</summary>
    public Requirements Requirements { get; init; }

    /// <summary>Where the rule applies.</summary>
    public RuleScope Scope { get; init; } = RuleScope.Everywhere;

    /// <summary>What happens when the rule is broken.</summary>
    public Enforcement Enforcement { get; init; } = Enforcement.Deny;

    /// <summary>A sentence for the people whom the rule refuses, such as where to ask. Follows our own message.</summary>
    public string? Message { get; init; }

    /// <summary>The line of the policy file on which the rule starts, from 1; 0 if it was not read from a file.</summary>
    public int Line { get; init; }
}

/// <summary>What a rule does with the images it selects.</summary>
public enum RuleEffect
{
    /// <summary>They may run; where allow rules apply, others may not.</summary>
    Allow,

    /// <summary>They may not run, whatever allows them.</summary>
    Deny,

    /// <summary>They must be written in a certain way.</summary>
    Require,
}

/// <summary>What happens when a rule is broken.</summary>
public enum Enforcement
{
    /// <summary>The image is refused.</summary>
    Deny,

    /// <summary>The image passes and the caller is warned. An allow rule with this enforcement admits nothing by itself either.</summary>
    Warn,

    /// <summary>The image passes and the violation is recorded. An allow rule with this enforcement admits nothing by itself either.</summary>
    DryRun,
}

/// <summary>What a require rule asks of an image.</summary>
[Flags]
public enum Requirements
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A tag or a digest is written, so that <c>latest</c> is never implied.</summary>
    Tag = 1,

    /// <summary>A digest is written.</summary>
    Digest = 2,

    /// <summary>The registry is written, so that Docker Hub is never implied.</summary>
    Registry = 4,
}
