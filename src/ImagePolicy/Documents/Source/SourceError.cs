namespace Bouncer.ImagePolicy.Documents.Source;

/// <summary>Why a text could not be read at all.</summary>
/// <param name="Line">From 1; 0 if it is about the file as a whole.</param>
/// <param name="Column">From 1, in UTF-16 code units; 0 if it is about the file as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record SourceError(int Line, int Column, string Message);
