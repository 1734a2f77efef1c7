using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>One method for each way in which an image breaks a policy: the wording is here and nowhere else.</summary>
internal static class Violations
{
    /// <summary>The most patterns, or rules, that a message names.</summary>
    private const int MaxNamed = 10;

    /// <summary>The most sentences of the rules' own that follow a message.</summary>
    private const int MaxMessages = 3;

    public static Violation InvalidReference(ContainerImage image, ImageReferenceError error)
        => new(
            Violation.InvalidReference,
            Enforcement.Deny,
            image,
            $"image {Printable.Quoted(image.Image)} is not a valid image reference",
            error.Message);

    public static Violation NotAllowed(ContainerImage image, ImageReference reference, RuleSet rules)
    {
        // Bounded, all three: a policy may have hundreds of allow rules, and the text becomes a metric's attribute too.
        var names = Listed(rules.Allowing.Select(r => r.Name));
        var label = rules.Allowing.Length == 1 ? "rule" : "rules";
        var patterns = Listed(rules.Allowing.SelectMany(r => r.Rule.Images.Patterns).Distinct(StringComparer.Ordinal));
        var messages = string.Concat(rules.Allowing.Select(r => r.Rule.Message).OfType<string>().Distinct().Take(MaxMessages).Select(Appendix));
        return new(
            names,
            rules.AllowEnforcement,
            image,
            $"image {Describe(reference)} is not allowed by {label} {Printable.Quoted(names)}",
            $"allowed are {patterns}{messages}");
    }

    private static string Listed(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var listed = string.Join(", ", all.Take(MaxNamed));
        return all.Length > MaxNamed ? $"{listed} and {all.Length - MaxNamed} more" : listed;
    }

    public static Violation NoAllowRule(ContainerImage image, ImageReference reference, string policy, ReadOnlySpan<char> @namespace)
        => new(
            Violation.Default,
            Enforcement.Deny,
            image,
            $"image {Describe(reference)} is not allowed",
            $"policy {Printable.Quoted(policy)} has no allow rule for namespace {Printable.Quoted(@namespace.ToString(), 63)} and denies by default");

    public static Violation Broken(ContainerImage image, ImageReference reference, CompiledRule rule)
        => rule.Rule.Effect == RuleEffect.Deny ? DeniedBy(image, reference, rule) : Lacking(image, reference, rule);

    private static Violation DeniedBy(ContainerImage image, ImageReference reference, CompiledRule rule)
    {
        var selector = rule.Rule.Images;
        var tag = selector.Tags.FirstOrDefault(t => !reference.HasDigest && t.Matches(reference.ResolvedTag));
        var pattern = tag.Text is not null
            ? $"tag {tag}"
            : selector.Images.FirstOrDefault(p => p.Matches(reference))?.Text
                ?? selector.Repositories.FirstOrDefault(p => p.Matches(reference))?.Text
                ?? selector.Registries.First(p => p.Matches(reference.Registry)).Text;
        var remedy = tag.Text is not null ? "write another tag, or a digest" : "use another image";
        return new(
            rule.Name,
            rule.Rule.Enforcement,
            image,
            $"image {Describe(reference)} is denied by rule {Printable.Quoted(rule.Name)} ({pattern})",
            remedy + Appendix(rule.Rule.Message));
    }

    private static Violation Lacking(ContainerImage image, ImageReference reference, CompiledRule rule)
    {
        var missing = rule.Missing(reference);
        List<string> lacks = [];
        if (missing.HasFlag(Requirements.Registry))
        {
            lacks.Add("registry");
        }

        // An image without a tag that needs a digest too needs the digest alone.
        if (missing.HasFlag(Requirements.Digest))
        {
            lacks.Add("digest");
        }
        else if (missing.HasFlag(Requirements.Tag))
        {
            lacks.Add("tag");
        }

        return new(
            rule.Name,
            rule.Rule.Enforcement,
            image,
            $"image {Describe(reference)} has no {string.Join(" and no ", lacks)}, which rule {Printable.Quoted(rule.Name)} requires",
            $"write {Suggestion(reference, lacks)}{Appendix(rule.Rule.Message)}");
    }

    private static string Suggestion(ImageReference reference, List<string> lacks)
    {
        var name = lacks.Contains("registry") || reference.HasRegistry
            ? string.Concat(reference.Registry, "/", reference.Repository)
            : reference.AsWritten.AsSpan().SliceName().ToString();
        var version = lacks.Contains("digest") ? "@sha256:..."
            : lacks.Contains("tag") ? ":TAG"
            : string.Concat(reference.HasTag ? ":" : "", reference.Tag, reference.HasDigest ? string.Concat("@", reference.Digest) : "");
        return Printable.Text(name + version);
    }

    /// <summary>The name as written, without tag and digest.</summary>
    private static ReadOnlySpan<char> SliceName(this ReadOnlySpan<char> reference)
    {
        var at = reference.IndexOf('@');
        var named = at < 0 ? reference : reference[..at];
        var colon = named.LastIndexOf(':');
        return colon > named.LastIndexOf('/') ? named[..colon] : named;
    }

    /// <summary>The image as written, and as it is understood where that differs.</summary>
    private static string Describe(ImageReference reference)
    {
        var normal = reference.ToString();
        return normal == reference.AsWritten
            ? Printable.Quoted(reference.AsWritten)
            : $"{Printable.Quoted(reference.AsWritten)} ({Printable.Text(normal)})";
    }

    private static string Appendix(string? message) => message is null ? "" : $". {Printable.Text(message)}";
}
