using System.Diagnostics.CodeAnalysis;

namespace Bouncer.ImagePolicy.References;

/// <summary>
/// A container image reference: <c>[registry/]repository[:tag][@digest]</c>, parsed by the grammar of
/// github.com/distribution/reference and normalised as Docker and containerd do (<c>busybox</c> means
/// <c>docker.io/library/busybox:latest</c>). Immutable.
/// </summary>
/// <remarks>
/// Docker's parser leaves a registry as it is written. Here one registry has one spelling: host names are in lower case, as
/// DNS compares them; <c>index.docker.io</c> is Docker Hub in any case; ports have no leading zeros, IPv6 addresses their
/// shortest form; a host that its capitals alone tell from a path gets the port 443. And a text whose first segment is
/// neither a registry nor a path by the grammar is refused, where Docker's parser falls back to a name without registry.
/// </remarks>
public sealed class ImageReference
{
    /// <summary>The registry that a name without one means.</summary>
    public const string DefaultRegistry = "docker.io";

    /// <summary>The tag that a name with neither tag nor digest means.</summary>
    public const string DefaultTag = "latest";

    /// <summary>The most characters a repository may have (distribution's <c>RepositoryNameTotalLengthMax</c>).</summary>
    public const int MaxRepositoryLength = 255;

    /// <summary>The most characters a tag may have.</summary>
    public const int MaxTagLength = 128;

    private readonly ReferenceSlices _slices;

    internal ImageReference(string asWritten, in ReferenceSlices slices, string? registry, string? repository)
    {
        AsWritten = asWritten;
        _slices = slices;
        _registry = registry;
        _repository = repository;
    }

    private readonly string? _registry;
    private readonly string? _repository;

    /// <summary>The text that was parsed, unchanged: what the person who wrote it recognises.</summary>
    public string AsWritten { get; }

    /// <summary>The registry in normal form: lower-case host with the port that was written, <c>docker.io</c> if no registry
    /// was. A host that its capitals alone tell from a path has the port 443: <c>BUILDHOST/app</c> is <c>buildhost:443/app</c>.</summary>
    public ReadOnlySpan<char> Registry => _registry is null ? AsWritten.AsSpan(0, _slices.RegistryEnd) : _registry;

    /// <summary>The repository within the registry, with Docker Hub's <c>library/</c> where it is implied.</summary>
    public ReadOnlySpan<char> Repository => _repository is null ? AsWritten.AsSpan(_slices.RepositoryStart.._slices.RepositoryEnd) : _repository;

    /// <summary>The tag as written; empty if none was.</summary>
    public ReadOnlySpan<char> Tag => AsWritten.AsSpan(_slices.TagStart, _slices.TagLength);

    /// <summary>The digest as written, <c>algorithm:hex</c>; empty if none was.</summary>
    public ReadOnlySpan<char> Digest => AsWritten.AsSpan(_slices.DigestStart, _slices.DigestLength);

    /// <summary>Whether a tag was written.</summary>
    public bool HasTag => _slices.TagLength > 0;

    /// <summary>Whether a digest was written. Where there is one, it alone decides what is pulled.</summary>
    public bool HasDigest => _slices.DigestLength > 0;

    /// <summary>Whether the registry was written, and not implied.</summary>
    public bool HasRegistry => _slices.RegistryEnd > 0;

    /// <summary>
    /// The tag that a runtime would resolve: the one written, <see cref="DefaultTag"/> if there is neither tag nor
    /// digest, and empty if a digest is written, since the digest decides then.
    /// </summary>
    public ReadOnlySpan<char> ResolvedTag => HasDigest ? default : HasTag ? Tag : DefaultTag;

    /// <summary>Parses a text, or says which part of it is wrong. Throws nothing, whatever the text.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out ImageReferenceError? error)
        => ImageReferenceParser.TryParse(text, out reference, out error);

    /// <summary>Parses a text that is known to be a reference.</summary>
    /// <exception cref="FormatException">The text is not an image reference; the message says why.</exception>
    public static ImageReference Parse(string text)
        => TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error.Message);

    /// <summary>The normal form, with everything that was implied: <c>docker.io/library/busybox:latest</c>.</summary>
    public override string ToString()
    {
        var tag = HasTag ? Tag : ResolvedTag;
        return string.Concat(
            string.Concat(Registry, "/", Repository),
            tag.IsEmpty ? "" : string.Concat(":", tag),
            HasDigest ? string.Concat("@", Digest) : "");
    }
}
