using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>Reads what an allow or a deny rule is about.</summary>
internal static class SelectorReader
{
    public static ImageSelector Read(Fields rule, RuleEffect effect)
    {
        var place = effect == RuleEffect.Deny ? rule["deny"] : rule["allow"];
        const string remedy = "write registries:, repositories: or images: below it, and a list";
        if (place?.Mapping(FieldTable.Selector, remedy) is not { } fields)
        {
            return ImageSelector.None;
        }

        if (!FieldTable.Selector.Names.Any(n => fields[n] is not null))
        {
            place.Value.Report($"lists nothing; {remedy}");
        }

        if (effect == RuleEffect.Allow)
        {
            fields["tags"]?.Report("a tag alone says nothing about where an image comes from; list images such as docker.io/library/busybox:1.36, or refuse the other tags in a deny rule");
        }

        return new ImageSelector(
            PatternList.Read<RegistryPattern>(fields["registries"], "docker.io", RegistryPattern.TryParse),
            PatternList.Read<RepositoryPattern>(fields["repositories"], "docker.io/library/*", RepositoryPattern.TryParse),
            PatternList.Read<ImagePattern>(fields["images"], "docker.io/library/busybox:1.36", ImagePattern.TryParse),
            PatternList.Read<Glob>(effect == RuleEffect.Deny ? fields["tags"] : null, "latest", TryParseTag));
    }

    private static bool TryParseTag(string text, out Glob tag, out string? error)
    {
        tag = new Glob(text);
        return ImagePattern.TryCheckTag(text, out error);
    }
}
