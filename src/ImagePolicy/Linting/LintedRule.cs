using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>A rule with its patterns in a form that can be compared.</summary>
internal sealed class LintedRule(PolicyRule rule)
{
    public PolicyRule Rule { get; } = rule;

    /// <summary>What an allow or a deny rule is about.</summary>
    public IReadOnlyList<PatternShape> Patterns { get; } =
    [
        .. rule.Images.Registries.Select(PatternShape.Of),
        .. rule.Images.Repositories.Select(PatternShape.Of),
        .. rule.Images.Images.Select(PatternShape.Of),
        .. rule.Images.Tags.Select(PatternShape.OfTag),
    ];

    /// <summary>The repositories to which a deny or a require rule applies; all if empty.</summary>
    public IReadOnlyList<PatternShape> Repositories { get; } = [.. rule.Scope.Repositories.Select(PatternShape.Of)];

    public IReadOnlyList<PatternShape> ExcludedRepositories { get; } = [.. rule.Scope.ExcludedRepositories.Select(PatternShape.Of)];

    public PolicyWarning Warn(string code, string message, string remedy) => new(code, Rule.Name, Rule.Line, message, remedy);

    /// <summary>Whether this rule applies in every namespace in which the other does. True only where that is certain.</summary>
    public bool AppliesWherever(LintedRule other)
    {
        var (mine, theirs) = (Rule.Scope, other.Rule.Scope);
        var included = mine.Namespaces.Count == 0
            || (theirs.Namespaces.Count > 0 && theirs.Namespaces.All(t => mine.Namespaces.Any(m => Covers(m, t))));
        return included && mine.ExcludedNamespaces.All(
            m => theirs.ExcludedNamespaces.Any(t => Covers(t, m))
                || (theirs.Namespaces.Count > 0 && theirs.Namespaces.All(t => !t.HasWildcard && !m.Matches(t.Text))));
    }

    /// <summary>Whether this rule applies to all repositories to which the other does. True only where that is certain.</summary>
    public bool AppliesToWhatever(LintedRule other)
        => (Repositories.Count == 0 || (other.Repositories.Count > 0 && other.Repositories.All(t => Repositories.Any(m => m.Covers(t)))))
            && ExcludedRepositories.All(m => other.ExcludedRepositories.Any(t => t.Covers(m)));

    /// <summary>Whether a namespace pattern matches all that another matches: the star of the other is taken by a star only.</summary>
    public static bool Covers(Glob pattern, Glob other) => pattern.Matches(other.Text);
}
