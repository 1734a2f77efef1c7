namespace Bouncer.Rego.Text;

/// <summary>A text with a name: what spans point into. Immutable and thread-safe.</summary>
public sealed class SourceText
{
    private int[]? _lineStarts;

    /// <summary>Creates a source from its name (shown in messages, usually a path) and its text.</summary>
    public SourceText(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        Name = name;
        Text = text;
    }

    /// <summary>The name shown in messages. May be empty.</summary>
    public string Name { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The line and column, both from 1, of a position in the text. Columns count code points, as OPA's do.</summary>
    public LinePosition PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var line = LineIndexOf(offset);
        var column = 1;
        for (var i = LineStarts[line]; i < offset; i++)
        {
            if (!char.IsLowSurrogate(Text[i]))
            {
                column++;
            }
        }

        return new LinePosition(line + 1, column);
    }

    /// <summary>The line (from 1) of a position in the text.</summary>
    public int LineOf(int offset) => LineIndexOf(Math.Clamp(offset, 0, Text.Length)) + 1;

    /// <summary>The text of a line (from 1) without its line break; empty beyond the last line.</summary>
    public ReadOnlySpan<char> Line(int line)
    {
        var starts = LineStarts;
        if (line < 1 || line > starts.Length)
        {
            return default;
        }

        var end = line < starts.Length ? starts[line] : Text.Length;
        return Text.AsSpan(starts[line - 1]..end).TrimEnd("\r\n");
    }

    // Found when the first message needs it: most sources are compiled without one. Two threads may both do the work.
    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    private int LineIndexOf(int offset)
    {
        var found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            starts.Add(i + 1);
        }

        return [.. starts];
    }
}
