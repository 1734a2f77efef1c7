namespace Bouncer.ImagePolicy.Linting;

/// <summary>The codes of all warnings. <c>docs/policy.md</c> explains them.</summary>
public static class PolicyWarningCodes
{
    /// <summary>A pattern that no image matches.</summary>
    public const string NeverMatches = "never-matches";

    /// <summary>An exact repository that looks like the prefix of others.</summary>
    public const string PrefixWithoutWildcard = "prefix-without-wildcard";

    /// <summary>A single <c>*</c> as a registry: it stands for one label, and so for <c>localhost</c> and hardly more.</summary>
    public const string SingleStarRegistry = "single-star-registry";

    /// <summary>A rule that excludes all that it includes.</summary>
    public const string EmptyScope = "empty-scope";

    /// <summary>A pattern that is listed twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>A pattern, or a requirement, that another one makes superfluous.</summary>
    public const string Shadowed = "shadowed";

    /// <summary>An allowed pattern whose images another rule always refuses.</summary>
    public const string AlwaysRefused = "always-refused";

    /// <summary>An allowed registry pattern that matches names which anyone can register.</summary>
    public const string LookAlikeRegistry = "look-alike-registry";

    /// <summary>An allowed repository pattern that matches names which anyone can register.</summary>
    public const string LookAlikeRepository = "look-alike-repository";

    /// <summary>An allowed pattern that matches every image.</summary>
    public const string AdmitsEverything = "admits-everything";

    /// <summary>A policy that refuses every image.</summary>
    public const string RefusesEverything = "refuses-everything";

    /// <summary>A policy that allows every image.</summary>
    public const string AllowsEverything = "allows-everything";

    /// <summary>A default that never applies.</summary>
    public const string DefaultUnused = "default-unused";

    /// <summary>An allow rule on trial that an enforced one leaves without effect.</summary>
    public const string TrialUnused = "trial-unused";

    /// <summary>More patterns than are compared with each other.</summary>
    public const string TooManyPatterns = "too-many-patterns";
}
