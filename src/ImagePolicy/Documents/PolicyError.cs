namespace Bouncer.ImagePolicy.Documents;

/// <summary>One mistake in a policy.</summary>
/// <param name="File">Where the policy comes from: a file name, or the name of the option that holds it.</param>
/// <param name="Line">The line, from 1; 0 if the mistake is about all of it.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units; 0 if the mistake is about all of it.</param>
/// <param name="Path">The path of the field, such as <c>spec.rules[1].deny.tags[0]</c>; empty if the mistake is about all
/// of the policy.</param>
/// <param name="Message">What is wrong and what to write. One line of printable ASCII.</param>
public sealed record PolicyError(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>The mistake as people and editors read it: <c>file:line:column: path: message</c>, without the parts that
    /// are not known.</summary>
    public override string ToString()
        => $"{Printable.Text(File)}{(Line == 0 ? "" : $":{Line}:{Column}")}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}
