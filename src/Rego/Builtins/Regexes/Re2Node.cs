namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>A part of a regular expression of RE2.</summary>
internal abstract record Re2Node
{
    /// <summary>One character.</summary>
    public sealed record Literal(int CodePoint, bool FoldCase) : Re2Node;

    /// <summary>One of many characters.</summary>
    public sealed record Class(Re2Class Characters, bool FoldCase) : Re2Node;

    /// <summary>Any character; without <paramref name="WithNewLine"/> not \n.</summary>
    public sealed record Any(bool WithNewLine) : Re2Node;

    /// <summary>A place, in .NET's notation: <c>\A</c>, <c>\z</c>, <c>(?m:^)</c>, <c>(?m:$)</c>.</summary>
    public sealed record Place(string Text) : Re2Node;

    /// <summary>Between a word character and another one, of ASCII only; or not.</summary>
    public sealed record WordBoundary(bool Negated) : Re2Node;

    /// <summary>Parts one after the other.</summary>
    public sealed record Sequence(IReadOnlyList<Re2Node> Parts) : Re2Node;

    /// <summary>One of many parts, the first that leads to a match.</summary>
    public sealed record Choice(IReadOnlyList<Re2Node> Parts) : Re2Node;

    /// <summary>A part in parentheses; captured unless <paramref name="IsCapture"/> is false.</summary>
    public sealed record Group(Re2Node Part, bool IsCapture) : Re2Node;

    /// <summary>A part again and again; no maximum is -1.</summary>
    public sealed record Repeat(Re2Node Part, int Least, int Most, bool IsLazy) : Re2Node;
}

/// <summary>A set of characters.</summary>
internal sealed class Re2Class
{
    /// <summary>First and last code points.</summary>
    public List<(int First, int Last)> Ranges { get; } = [];

    /// <summary>Whether it means all other characters.</summary>
    public bool IsNegated { get; set; }

    public void Add(int first, int last) => Ranges.Add((first, last));

    /// <summary>Adds the ranges of a set, or all others.</summary>
    public void Add(ReadOnlySpan<(int First, int Last)> ranges, bool negated)
    {
        if (!negated)
        {
            Ranges.AddRange(ranges);
            return;
        }

        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
            {
                Ranges.Add((next, first - 1));
            }

            next = last + 1;
        }

        Ranges.Add((next, 0x10FFFF));
    }
}
