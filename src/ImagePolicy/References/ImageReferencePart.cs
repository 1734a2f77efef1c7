namespace Bouncer.ImagePolicy.References;

/// <summary>The part of an image reference that an error is about.</summary>
public enum ImageReferencePart
{
    /// <summary>The reference as a whole: empty, or a bare image ID.</summary>
    Reference,

    /// <summary>The registry: host name or address with an optional port.</summary>
    Registry,

    /// <summary>The repository: the path within the registry.</summary>
    Repository,

    /// <summary>The tag, after a colon.</summary>
    Tag,

    /// <summary>The digest, after an at sign.</summary>
    Digest,
}
