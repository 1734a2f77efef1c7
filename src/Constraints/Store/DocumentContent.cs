using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>What of a document somebody has written: all but its status and what API servers keep in its metadata. A document of which
/// only those change need not be read again: our own writing of a status comes back as a change.</summary>
internal static class DocumentContent
{
    private static readonly string[] WrittenMetadata = ["name", "labels", "annotations", "uid"];

    public static bool AreSame(RegoObject left, RegoObject right) => ReferenceEquals(left, right) || Of(left).Equals(Of(right));

    /// <summary>The part of a document that counts.</summary>
    public static RegoObject Of(RegoObject document)
    {
        var content = new RegoObject.Builder(document.Count);
        foreach (var (key, value) in document)
        {
            if (key is not RegoString { Value: "status" or "metadata" })
            {
                content.Set(key, value);
            }
        }

        if (document.Object("metadata") is { } metadata)
        {
            content.Set("metadata", Written(metadata));
        }

        return content.Build();
    }

    private static RegoObject Written(RegoObject metadata)
    {
        var written = new RegoObject.Builder(WrittenMetadata.Length);
        foreach (var field in WrittenMetadata)
        {
            if (metadata.TryGet(field, out var value))
            {
                written.Set(field, value);
            }
        }

        return written.Build();
    }
}
