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
            throw new BuiltinException("unexpected end of input");
        }
    }

    private void Literal(Rune rune) => steps.Add(GlobStep.One(other => other == rune));

    private void Characters()
    {
        var negated = Peek == '!';
        at += negated ? 1 : 0;
        var content = new List<Rune>();
        var isRange = at + 1 < pattern.Length && pattern[at + 1].Value == '-' && pattern[at].Value != '\\';
        while (Peek is not (']' or -1))
        {
            at += Peek == '\\' && at + 1 < pattern.Length ? 1 : 0;
            content.Add(pattern[at++]);
        }

        if (at >= pattern.Length)
        {
            throw new BuiltinException("unexpected end of input");
        }

        at++;
        if (content.Count == 0)
        {
            throw new BuiltinException("expected \"char list\" or \"range\"");
        }

        // Either a range or a list of characters, never both.
        if (isRange && content.Count == 3)
        {
            var (low, high) = (content[0], content[2]);
            if (high < low)
            {
                throw new BuiltinException($"hi character '{high}' should be greater than lo '{low}'");
            }

            steps.Add(GlobStep.One(rune => (rune >= low && rune <= high) != negated));
            return;
        }

        if (isRange)
        {
            throw new BuiltinException($"unexpected length of hi character");
        }

        steps.Add(GlobStep.One(rune => content.Contains(rune) != negated));
    }

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
