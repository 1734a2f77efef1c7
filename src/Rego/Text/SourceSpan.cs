namespace Bouncer.Rego.Text;

/// <summary>A stretch of a source. The default value is nowhere: nodes that a compiler stage made from nothing.</summary>
/// <param name="Source">The source it lies in; null is nowhere.</param>
/// <param name="Start">The first character's offset.</param>
/// <param name="End">The offset behind the last character.</param>
public readonly record struct SourceSpan(SourceText? Source, int Start, int End)
{
    /// <summary>The characters of the stretch.</summary>
    public ReadOnlySpan<char> Text => Source is null ? default : Source.Text.AsSpan(Start..End);

    /// <summary>Where it starts; line 1, column 1 if it is nowhere.</summary>
    public LinePosition Position => Source?.PositionOf(Start) ?? new LinePosition(1, 1);

    /// <summary>The line where it starts, from 1.</summary>
    public int Line => Source?.LineOf(Start) ?? 1;

    /// <summary>The stretch from the start of this one to the end of another one of the same source.</summary>
    public SourceSpan To(SourceSpan other) => this with { End = Math.Max(End, other.End) };
}
