namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>Ends the reading of a text from deep within it. Never leaves this folder's readers.</summary>
internal sealed class SourceException(SourceError error) : Exception(error.Message)
{
    public SourceError Error { get; } = error;

    public static SourceException At(SourceNode node, string message) => new(new(node.Line, node.Column, message));
}
