namespace Bouncer.ImagePolicy.Deciding;

/// <summary>Violations as one text: in their order, each once, one a line, and bounded, since API servers cut long messages.</summary>
public static class ReasonText
{
    /// <summary>The most violations that a text lists.</summary>
    public const int MaxLines = 20;

    /// <summary>The text; empty if there is no violation.</summary>
    public static string Of(IEnumerable<Violation> violations)
    {
        var lines = violations.Select(v => v.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        return lines.Length <= MaxLines
            ? string.Join('\n', lines)
            : string.Join('\n', lines.Take(MaxLines).Append($"and {lines.Length - MaxLines} more"));
    }
}
