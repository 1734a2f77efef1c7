using System.Text;

namespace Bouncer.Rego.Builtins.Globs;

/// <summary>
/// Reads globs: <c>*</c> any characters but delimiters, <c>**</c> any, <c>?</c> one but a delimiter, <c>[abc]</c>, <c>[a-z]</c>,
/// <c>[!a-z]</c>, <c>{one,two}</c>, <c>\</c> before anything.
/// </summary>
internal sealed class GlobParser
{
    private const int MaxNesting = 64;

    private readonly Rune[] pattern;
    private readonly Rune[] delimiters;
    private readonly List<GlobStep> steps = [];
    private int at;

    private GlobParser(string pattern, Rune[] delimiters)
    {
        this.pattern = [.. pattern.EnumerateRunes()];
        this.delimiters = delimiters;
    }

    public static GlobPattern Parse(string pattern, Rune[] delimiters)
    {
        var parser = new GlobParser(pattern, delimiters);
        parser.Sequence(0);
        return new(parser.steps);
    }

    private bool NotDelimiter(Rune rune) => !delimiters.Contains(rune);

    private int Peek => at < pattern.Length ? pattern[at].Value : -1;

    private void Sequence(int nesting)
    {
        while (at < pattern.Length)
        {
            switch (Peek)
            {
                case ',' or '}' when nesting > 0:
                    return;
                case '\\':
                    at++;
                    if (at < pattern.Length)
                    {
                        Literal(pattern[at++]);
                    }

                    break;
                case '*':
                    at++;
                    var isSuper = Peek == '*';
                    while (Peek == '*')
                    {
                        at++;
                    }

                    steps.Add(GlobStep.Many(isSuper ? static _ => true : NotDelimiter));
                    break;
                case '?':
                    at++;
                    steps.Add(GlobStep.One(NotDelimiter));
                    break;
                case '[':
                    at++;
                    Characters();
                    break;
                case '{':
                    at++;
                    Alternatives(nesting + 1);
                    break;
                default:
                    Literal(pattern[at++]);
                    break;
            }
        }

        if (nesting > 0)
        {
            throw Wrong("unclosed `{`");
        }
    }

    private void Literal(Rune rune) => steps.Add(GlobStep.One(other => other == rune));

    // Either a range or a list of characters, never both.
    private void Characters()
    {
        var negated = Peek == '!';
        at += negated ? 1 : 0;
        if (Peek == ']')
        {
            at++;
            throw Wrong("could not parse range");
        }

        if (at + 1 < pattern.Length && pattern[at + 1].Value == '-' && Peek != '\\')
        {
            Range(negated);
            return;
        }

        var content = new List<Rune>();
        while (Peek is not (']' or -1))
        {
            at += Peek == '\\' && at + 1 < pattern.Length ? 1 : 0;
            content.Add(pattern[at++]);
        }

        if (at >= pattern.Length)
        {
            throw Wrong("unexpected end of input");
        }

        at++;
        steps.Add(GlobStep.One(rune => content.Contains(rune) != negated));
    }

    private void Range(bool negated)
    {
        var low = pattern[at];
        at += 2;
        if (at + 1 >= pattern.Length)
        {
            at = pattern.Length;
            throw Wrong("unexpected end of input");
        }

        var high = pattern[at];
        at += 2;
        if (pattern[at - 1].Value != ']')
        {
            throw Wrong("expected close range character");
        }

        if (high < low)
        {
            throw Wrong($"hi character '{high}' should be greater than lo '{low}'");
        }

        steps.Add(GlobStep.One(rune => (rune >= low && rune <= high) != negated));
    }

    /// <summary>An error with the number of bytes read so far.</summary>
    private BuiltinException Wrong(string what)
        => new($"glob: syntax error at {pattern.Take(at).Sum(rune => rune.Utf8SequenceLength)}: {what}");

    private void Alternatives(int nesting)
    {
        if (nesting > MaxNesting)
        {
            throw new BuiltinException($"pattern nests deeper than {MaxNesting} levels");
        }

        // [fork] [one] [jump to end] [fork] [two] [jump to end] … [end]
        var ends = new List<int>();
        while (true)
        {
            var fork = steps.Count;
            steps.Add(GlobStep.Jump());
            Sequence(nesting);
            var more = Peek == ',';
            at++;
            ends.Add(steps.Count);
            steps.Add(GlobStep.Jump());
            steps[fork] = more ? GlobStep.Jump(fork + 1, steps.Count) : GlobStep.Jump(fork + 1);
            if (!more)
            {
                break;
            }
        }

        foreach (var end in ends)
        {
            steps[end] = GlobStep.Jump(steps.Count);
        }
    }
}
