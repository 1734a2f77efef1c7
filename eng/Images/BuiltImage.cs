namespace Bouncer.Images;

/// <summary>An image that has been written.</summary>
/// <param name="Archive">The path of the archive.</param>
/// <param name="Tags">The image's names.</param>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="Size">The bytes that a registry keeps and a node fetches.</param>
/// <param name="UnpackedSize">The bytes of its layers, unpacked.</param>
internal sealed record BuiltImage(string Archive, IReadOnlyList<string> Tags, string Digest, long Size, long UnpackedSize);
