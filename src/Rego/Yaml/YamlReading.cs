namespace Bouncer.Rego.Yaml;

/// <summary>What came of reading a YAML text.</summary>
/// <param name="Documents">The documents that are not empty, up to the first error.</param>
/// <param name="Error">What is wrong; null if nothing is.</param>
public sealed record YamlReading(IReadOnlyList<YamlDocument> Documents, YamlError? Error);

/// <summary>Why a text is no YAML.</summary>
/// <param name="Name">What the text is called.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record YamlError(string Name, int Line, int Column, string Message)
{
    /// <summary>On one line: <c>file:line:column: message</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}:{Line}:{Column}: {Message}");
}
