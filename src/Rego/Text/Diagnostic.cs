using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Text;

/// <summary>One thing that is wrong with a source: OPA's code, a sentence, and where.</summary>
/// <param name="Code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="Message">A sentence for people, in OPA's wording where OPA has one.</param>
/// <param name="Span">Where.</param>
public sealed record Diagnostic(string Code, string Message, SourceSpan Span)
{
    // A line of a megabyte is no help, and it may be anyone's.
    private const int MaxShown = 160;

    /// <summary>Something to add that helps, such as the types that were found; empty if there is nothing.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>On one line: <c>file:line:column: code: message</c>.</summary>
    public override string ToString()
    {
        var position = Span.Position;
        var name = Span.Source?.Name ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "" : name + ":")}{position.Line}:{position.Column}: {Code}: {Message}");
    }

    /// <summary>The one line of <see cref="ToString"/>, then the details, the source's line and a caret below the place.</summary>
    public string Render()
    {
        var text = new StringBuilder(ToString());
        foreach (var detail in Details)
        {
            text.Append("\n    ").Append(detail);
        }

        if (Span.Source is null)
        {
            return text.ToString();
        }

        var (lineNumber, _) = Span.Position;
        var line = Span.Source.Line(lineNumber);
        var lineStart = Span.Start - OffsetInLine(Span.Source, Span.Start);
        var at = Math.Min(Span.Start - lineStart, line.Length);
        var first = Math.Max(0, at - MaxShown / 2);
        var shown = line[first..Math.Min(line.Length, first + MaxShown)];
        text.Append("\n    ");
        AppendPrintable(text, shown);
        text.Append("\n    ");
        // Tabs stay tabs, so that the caret stands below the place however wide they are shown.
        foreach (var c in line[first..at])
        {
            if (!char.IsLowSurrogate(c))
            {
                text.Append(c == '\t' ? '\t' : ' ');
            }
        }

        return text.Append('^').ToString();
    }

    private static int OffsetInLine(SourceText source, int offset)
    {
        var before = source.Text.AsSpan(0, Math.Min(offset, source.Text.Length)).LastIndexOf('\n');
        return offset - (before + 1);
    }

    private static void AppendPrintable(StringBuilder text, ReadOnlySpan<char> shown)
    {
        foreach (var c in shown)
        {
            text.Append(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        }
    }
}
