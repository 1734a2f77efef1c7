namespace Bouncer.ImagePolicy.References;

/// <summary>Where the parts of a reference lie in its text. A part of length 0 was not written.</summary>
internal readonly record struct ReferenceSlices(
    int RegistryEnd,
    int RepositoryStart,
    int RepositoryEnd,
    int TagStart,
    int TagLength,
    int DigestStart,
    int DigestLength);
