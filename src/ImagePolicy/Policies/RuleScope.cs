using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Policies;

/// <summary>Where a rule applies: in which namespaces, and to which repositories.</summary>
/// <param name="Namespaces">Namespaces in which the rule applies; all if empty.</param>
/// <param name="ExcludedNamespaces">Namespaces in which it does not, even if listed above.</param>
/// <param name="Repositories">Repositories to which the rule applies; all if empty. Always empty for an allow rule,
/// which says in its patterns what it is about.</param>
/// <param name="ExcludedRepositories">Repositories to which it does not, even if listed above.</param>
public sealed record RuleScope(
    IReadOnlyList<Glob> Namespaces,
    IReadOnlyList<Glob> ExcludedNamespaces,
    IReadOnlyList<RepositoryPattern> Repositories,
    IReadOnlyList<RepositoryPattern> ExcludedRepositories)
{
    /// <summary>Every namespace and every repository.</summary>
    public static RuleScope Everywhere { get; } = new([], [], [], []);

    /// <summary>Whether the rule applies in a namespace.</summary>
    public bool Includes(ReadOnlySpan<char> @namespace)
        => (Namespaces.Count == 0 || Any(Namespaces, @namespace)) && !Any(ExcludedNamespaces, @namespace);

    /// <summary>Whether the rule applies to an image.</summary>
    public bool Includes(ImageReference image)
        => (Repositories.Count == 0 || Any(Repositories, image)) && !Any(ExcludedRepositories, image);

    private static bool Any(IReadOnlyList<Glob> patterns, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Any(IReadOnlyList<RepositoryPattern> patterns, ImageReference image)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(image))
            {
                return true;
            }
        }

        return false;
    }
}
