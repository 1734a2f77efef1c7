using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Reads where a rule applies.</summary>
internal static class ScopeReader
{
    private static readonly string[] s_repositoryFields = ["repositories", "excludedRepositories"];

    public static RuleScope Read(Fields rule, RuleEffect effect)
    {
        const string remedy = "write namespaces:, excludedNamespaces:, repositories: or excludedRepositories: below it, and a list";
        var place = rule["match"];
        if (place?.Mapping(FieldTable.Match, remedy) is not { } fields)
        {
            return RuleScope.Everywhere;
        }

        if (!FieldTable.Match.Names.Any(n => fields[n] is not null))
        {
            place.Value.Report($"lists nothing; {remedy}, or leave the field out");
        }

        foreach (var name in s_repositoryFields.Where(n => effect == RuleEffect.Allow && fields[n] is not null))
        {
            fields[name]?.Report("an allow rule says under allow what it is about; list the repositories there, or write a deny rule");
        }

        return new RuleScope(
            PatternList.Read<Glob>(fields["namespaces"], "team-*", TryParseNamespace),
            PatternList.Read<Glob>(fields["excludedNamespaces"], "kube-system", TryParseNamespace),
            PatternList.Read<RepositoryPattern>(fields["repositories"], "docker.io/**", RepositoryPattern.TryParse),
            PatternList.Read<RepositoryPattern>(fields["excludedRepositories"], "docker.io/library/*", RepositoryPattern.TryParse));
    }

    private static bool TryParseNamespace(string text, out Glob pattern, out string? error)
    {
        pattern = new Glob(text);
        error = Names.NamespacePatternProblem(text);
        return error is null;
    }
}
