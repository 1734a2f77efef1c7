using System.Diagnostics.CodeAnalysis;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Patterns;

/// <summary>
/// Which repositories: <c>gcr.io/my-project/*</c> (one path segment), <c>gcr.io/my-project/**</c> (any number, so
/// <c>gcr.io/my-project</c> too), <c>docker.io/library/busybox</c> (that one). The registry is always written; on
/// Docker Hub a single segment means an official image, as everywhere (<c>docker.io/busybox</c>).
/// </summary>
public sealed class RepositoryPattern
{
    private readonly SegmentGlob _path;

    private RepositoryPattern(RegistryPattern registry, string path)
    {
        Registry = registry;
        _path = new SegmentGlob(path, '/');
        Text = $"{registry.Text}/{path}";
        if (!HasRegistry(Text))
        {
            // What made BUILDHOST/app no path were its capitals, as in RegistryNormalForm.OfReference.
            Text = $"{registry.Text}:{RegistryNormalForm.DefaultPort}/{path}";
        }
    }

    /// <summary>The pattern in normal form.</summary>
    public string Text { get; }

    /// <summary>The registries of the repositories.</summary>
    public RegistryPattern Registry { get; }

    /// <summary>The path within the registry, as a pattern.</summary>
    public string Path => _path.Text;

    /// <summary>Whether the pattern matches the repository of an image.</summary>
    public bool Matches(ImageReference image) => _path.Matches(image.Repository) && Registry.Matches(image.Registry);

    /// <summary>Parses a pattern, or says what is wrong with it and what to write.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out RepositoryPattern? pattern,
        [NotNullWhen(false)] out string? error)
    {
        pattern = null;
        var slash = text.IndexOf('/');
        error = ShapeProblem(text);
        if (error is not null)
        {
            return false;
        }

        if (!RegistryPattern.TryParse(text[..slash], out var registry, out error))
        {
            return false;
        }

        var path = text[(slash + 1)..];
        error = PathProblem(text, path);
        if (error is not null)
        {
            return false;
        }

        // docker.io/busybox is docker.io/library/busybox. A wildcard is left alone: docker.io/* is a mistake worth a
        // warning, and not worth a guess.
        var isOfficial = registry.Text == ImageReference.DefaultRegistry && !path.AsSpan().ContainsAny('/', '*');
        pattern = new RepositoryPattern(registry, isOfficial ? "library/" + path : path);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether a registry is written, as a pattern or literally.</summary>
    internal static bool HasRegistry(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && (RegistryGrammar.NamesRegistry(text.AsSpan(0, slash)) || text.AsSpan(0, slash).Contains('*'));
    }

    private static string? ShapeProblem(string text)
    {
        if (text.Length == 0)
        {
            return "the repository is empty";
        }

        if (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            return $"a repository has no scheme; write {Printable.Text(text[(scheme + 3)..])}";
        }

        if (HasRegistry(text))
        {
            return null;
        }

        return !text.Contains('/') && (RegistryGrammar.NamesRegistry(text) || text == "**")
            ? MissingPath(text)
            : $"the repository names no registry; write {ImageReference.DefaultRegistry}/{Printable.Text(text)} if Docker Hub is meant";
    }

    private static string MissingPath(string registry)
        => $"the repository has no path; write {Printable.Text(registry)}/** for all of it, or list it under 'registries'";

    private static string? PathProblem(string text, string path)
    {
        if (path.Length == 0)
        {
            return MissingPath(text[..^1]);
        }

        if (path.AsSpan().ContainsAny(':', '@'))
        {
            return "a repository has no tag or digest; list it under 'images'";
        }

        if (SegmentGlob.TryFindMisplacedWildcard(path, '/', out var segment))
        {
            return $"'**' stands for whole path segments, so \"{Printable.Text(segment)}\" cannot hold it; write '*'";
        }

        return ImageReferenceParser.CheckRepository(text.Replace('*', 'x'), text.Length - path.Length)?.Message;
    }
}
