using System.Diagnostics.CodeAnalysis;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Patterns;

/// <summary>
/// Which images: a repository with a tag, a digest or both, such as <c>docker.io/library/busybox:1.36</c>,
/// <c>gcr.io/my-project/*:v*</c> or <c>quay.io/org/app@sha256:…</c>.
/// </summary>
/// <remarks>
/// A pattern with a tag alone never matches an image with a digest: runtimes pull the digest and ignore the tag
/// beside it, so <c>busybox:1.36@sha256:…</c> may be anything that repository ever held.
/// </remarks>
public sealed class ImagePattern
{
    private readonly Glob? _tag;
    private readonly string? _digest;

    private ImagePattern(RepositoryPattern repository, Glob? tag, string? digest)
    {
        Repository = repository;
        _tag = tag;
        _digest = digest;
        Text = string.Concat(repository.Text, tag is null ? "" : ":" + tag, digest is null ? "" : "@" + digest);
    }

    /// <summary>The pattern in normal form.</summary>
    public string Text { get; }

    /// <summary>The repositories of the images.</summary>
    public RepositoryPattern Repository { get; }

    /// <summary>Whether the pattern matches an image.</summary>
    public bool Matches(ImageReference image)
        => image.HasDigest == (_digest is not null)
            && (_digest is null || image.Digest.SequenceEqual(_digest))
            && (_tag is not { } tag || tag.Matches(_digest is null ? image.ResolvedTag : image.Tag))
            && Repository.Matches(image);

    /// <summary>Parses a pattern, or says what is wrong with it and what to write.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ImagePattern? pattern,
        [NotNullWhen(false)] out string? error)
    {
        pattern = null;
        if (!RepositoryPattern.HasRegistry(text))
        {
            error = text.Length == 0
                ? "the image is empty"
                : $"the image names no registry; write {ImageReference.DefaultRegistry}/{Printable.Text(text)} if Docker Hub is meant";
            return false;
        }

        var at = text.IndexOf('@');
        var digest = at < 0 ? null : text[(at + 1)..];
        var named = at < 0 ? text : text[..at];
        var colon = named.LastIndexOf(':');
        var tag = colon > named.LastIndexOf('/') ? named[(colon + 1)..] : null;
        var repositoryText = tag is null ? named : named[..colon];

        if (digest is not null && DigestGrammar.Check(digest, at + 1) is { } digestError)
        {
            error = digestError.Message;
            return false;
        }

        if (tag is not null && ImageReferenceParser.CheckTag(WithoutWildcards(named), colon + 1) is { } tagError)
        {
            error = tagError.Message;
            return false;
        }

        if (!RepositoryPattern.TryParse(repositoryText, out var repository, out error))
        {
            return false;
        }

        if (tag is null && digest is null)
        {
            error = $"the image has neither tag nor digest; add one, or list \"{Printable.Text(text)}\" under 'repositories'";
            return false;
        }

        pattern = new ImagePattern(repository, tag is null ? null : new Glob(tag), digest);
        return true;
    }

    /// <summary>Says what is wrong with a pattern for tags.</summary>
    internal static bool TryCheckTag(string tag, [NotNullWhen(false)] out string? error)
    {
        error = ImageReferenceParser.CheckTag(WithoutWildcards(tag), 0)?.Message;
        return error is null;
    }

    private static string WithoutWildcards(string text) => text.Replace('*', 'x');

    /// <inheritdoc/>
    public override string ToString() => Text;
}
