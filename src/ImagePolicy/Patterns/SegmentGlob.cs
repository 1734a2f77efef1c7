using System.Diagnostics.CodeAnalysis;

namespace Bouncer.ImagePolicy.Patterns;

/// <summary>
/// A pattern for text in segments, such as the labels of a host or the components of a path. <c>*</c> stands for
/// characters within one segment, the segment <c>**</c> for any number of segments, none included. Whole segments are
/// compared: <c>docker.io</c> never matches <c>docker.io.evil.com</c>, <c>team</c> never matches <c>team-evil</c>.
/// </summary>
internal sealed class SegmentGlob
{
    private const string AnySegments = "**";
    private readonly string[] _segments;
    private readonly char _separator;

    public SegmentGlob(string text, char separator)
    {
        Text = text;
        _separator = separator;
        _segments = text.Split(separator);
        IsLiteral = !text.Contains('*');
    }

    public string Text { get; }

    /// <summary>Whether the pattern has no wildcard and so matches its own text alone.</summary>
    public bool IsLiteral { get; }

    /// <summary>Whether the pattern matches every text.</summary>
    public bool MatchesEverything => Text == AnySegments;

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (IsLiteral)
        {
            return text.SequenceEqual(Text);
        }

        // The same walk as Glob.Matches, with segments for characters and ** for the star. The position text.Length + 1
        // means that all segments are used up, since a text of n characters can end with an empty segment at n.
        int p = 0, t = 0, star = -1, resume = 0;
        while (t <= text.Length)
        {
            if (p < _segments.Length && _segments[p] == AnySegments)
            {
                star = p++;
                resume = t;
                continue;
            }

            var end = SegmentEnd(text, t);
            if (p < _segments.Length && Glob.Matches(_segments[p], text[t..end]))
            {
                p++;
                t = end + 1;
            }
            else if (star >= 0)
            {
                p = star + 1;
                resume = SegmentEnd(text, resume) + 1;
                t = resume;
            }
            else
            {
                return false;
            }
        }

        while (p < _segments.Length && _segments[p] == AnySegments)
        {
            p++;
        }

        return p == _segments.Length;
    }

    /// <summary>Says what is wrong with the wildcards of a pattern: <c>**</c> must be a whole segment.</summary>
    public static bool TryFindMisplacedWildcard(string text, char separator, [NotNullWhen(true)] out string? segment)
    {
        segment = Array.Find(text.Split(separator), s => s.Contains(AnySegments, StringComparison.Ordinal) && s != AnySegments);
        return segment is not null;
    }

    private int SegmentEnd(ReadOnlySpan<char> text, int start)
    {
        var length = text[start..].IndexOf(_separator);
        return length < 0 ? text.Length : start + length;
    }
}
