namespace Bouncer.ImagePolicy.Documents;

/// <summary>One document of a manifest file.</summary>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Json">The document as JSON in UTF-8.</param>
public sealed record Manifest(int Line, ReadOnlyMemory<byte> Json);

/// <summary>Why a manifest file could not be read, or not to its end.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1; 0 if it is about the file as a whole.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units; 0 if it is about the file as a whole.</param>
/// <param name="Message">What is wrong. One line of printable ASCII.</param>
public sealed record ManifestError(string File, int Line, int Column, string Message)
{
    /// <summary>The error as people and editors read it.</summary>
    public override string ToString() => $"{Printable.Text(File)}{(Line == 0 ? "" : $":{Line}:{Column}")}: {Message}";
}

/// <summary>What came of reading a manifest file.</summary>
/// <param name="Manifests">Its documents; all up to the error if there is one.</param>
/// <param name="Error">What ended the reading before the end of the file; null if nothing did.</param>
public sealed record ManifestReadResult(IReadOnlyList<Manifest> Manifests, ManifestError? Error);
