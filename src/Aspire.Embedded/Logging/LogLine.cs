namespace Aspire.Hosting.ApplicationModel;

/// <summary>One line that a resource wrote, or that the host wrote about it.</summary>
/// <param name="LineNumber">1 for the first line of the resource.</param>
/// <param name="Content">The line without its end.</param>
/// <param name="IsErrorMessage">Whether it was written to standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
