using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Bouncer.Images.Layout;

/// <summary>Something that an image refers to by its digest.</summary>
internal sealed class Blob(string mediaType, byte[] content)
{
    public byte[] Content { get; } = content;

    /// <summary>Such as <c>sha256:</c> and 64 digits.</summary>
    public string Digest { get; } = DigestOf(content);

    /// <summary>Where it lies in an image layout.</summary>
    public string Path => $"blobs/{Digest.Replace(':', '/')}";

    /// <summary>A blob that is a document.</summary>
    public static Blob Of(string mediaType, JsonObject document) => new(mediaType, JsonText.Compact(document));

    /// <summary>The digest of some bytes.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    /// <summary>What refers to it.</summary>
    public JsonObject Descriptor() => new() { ["mediaType"] = mediaType, ["digest"] = Digest, ["size"] = Content.Length };
}
