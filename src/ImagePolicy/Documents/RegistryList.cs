using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>
/// The command line's shorthand for a policy, <c>docker.io,gcr.io</c>: entries without a slash are registries, the others
/// repositories. The value of kube-image-bouncer's <c>--registry-whitelist</c> means the same here.
/// </summary>
public static class RegistryList
{
    /// <summary>The name of the policy, and of its allow rule.</summary>
    public const string Name = "registry-whitelist";

    /// <summary>The name of the rule that refuses the tag <c>latest</c>, written or implied.</summary>
    public const string RejectLatest = "reject-latest";

    /// <summary>Reads a list. Throws nothing, whatever the text.</summary>
    /// <param name="values">The values of the option, one for each time it was given; each a list divided by commas.</param>
    /// <param name="option">What the option is called where the values come from, for messages.</param>
    /// <param name="rejectLatest">Whether to add a rule that refuses the tag <c>latest</c>.</param>
    public static PolicyReadResult Read(IEnumerable<string> values, string option = "--" + Name, bool rejectLatest = false)
    {
        var errors = new ErrorList(option);
        var selector = ReadEntries(values, errors);
        if (!errors.IsEmpty)
        {
            return new PolicyReadResult(null, errors.ToList());
        }

        var allow = new PolicyRule { Name = Name, Effect = RuleEffect.Allow, Images = selector };
        var deny = new PolicyRule
        {
            Name = RejectLatest,
            Effect = RuleEffect.Deny,
            Images = ImageSelector.None with { Tags = [new Glob(ImageReference.DefaultTag)] },
        };
        return new PolicyReadResult(new PolicyDocument(Name, DefaultAction.Deny, rejectLatest ? [allow, deny] : [allow]), []);
    }

    private static ImageSelector ReadEntries(IEnumerable<string> values, ErrorList errors)
    {
        var entries = values.SelectMany(v => v.Split(',')).Select(e => e.Trim()).ToArray();
        if (entries.All(e => e.Length == 0))
        {
            errors.Add(0, 0, "", "the list is empty; write registries divided by commas, such as docker.io,gcr.io");
            return ImageSelector.None;
        }

        List<RegistryPattern> registries = [];
        List<RepositoryPattern> repositories = [];
        for (var i = 0; i < entries.Length; i++)
        {
            if (Problem(entries[i], registries, repositories) is { } problem)
            {
                errors.Add(0, 0, "", $"entry {i + 1} {problem}");
            }
        }

        return ImageSelector.None with { Registries = registries, Repositories = repositories };
    }

    /// <summary>Adds an entry to the list of its kind, or says what is wrong with it, to follow "entry 1".</summary>
    private static string? Problem(string entry, List<RegistryPattern> registries, List<RepositoryPattern> repositories)
    {
        if (entry.Length == 0)
        {
            return "is empty; remove the comma too many";
        }

        string? error;
        if (entry.Contains('/') && !entry.Contains("://", StringComparison.Ordinal))
        {
            if (RepositoryPattern.TryParse(entry, out var repository, out error))
            {
                repositories.Add(repository);
            }
        }
        else if (RegistryPattern.TryParse(entry, out var registry, out error))
        {
            registries.Add(registry);
        }

        return error is null ? null : $"({Printable.Quoted(entry, 200)}): {error}";
    }
}
