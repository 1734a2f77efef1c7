using Bouncer.ImagePolicy.Documents.Source;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>
/// Reads Kubernetes manifests, as <c>kubectl apply -f</c> takes them: YAML with any number of documents, or JSON. Each
/// document becomes JSON, which is what the objects of a cluster are.
/// </summary>
public static class ManifestReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The most bytes that a document may have as JSON.</summary>
    private const int MaxJsonBytes = 4 * MaxBytes;

    /// <summary>The deepest nesting that is read. The schemas in custom resource definitions are the deepest in practice.</summary>
    private const int MaxDepth = 256;

    /// <summary>Reads a file. Throws nothing, whatever the bytes. Empty documents are left out.</summary>
    /// <param name="utf8">The content of the file.</param>
    /// <param name="fileName">The file's name, for messages.</param>
    public static ManifestReadResult Read(ReadOnlyMemory<byte> utf8, string fileName)
    {
        if (!SourceText.TryDecode(utf8.Span, MaxBytes, out var text, out var decodingError))
        {
            return new([], Of(decodingError, fileName));
        }

        var (documents, error) = YamlTree.Read(text, MaxDepth);
        List<Manifest> manifests = [];
        try
        {
            foreach (var document in documents.Where(d => d is not ScalarNode { IsNull: true }))
            {
                manifests.Add(new Manifest(document.Line, new YamlToJson(MaxDepth, MaxJsonBytes).Convert(document)));
            }
        }
        catch (SourceException e)
        {
            error = e.Error;
        }

        return new(manifests, error is null ? null : Of(error, fileName));
    }

    private static ManifestError Of(SourceError error, string fileName) => new(fileName, error.Line, error.Column, error.Message);
}
