namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>
/// Cuts GraphQL text into tokens. What is no token is an invalid one: the parser meets it where it expects something else, and its
/// message is what people see. Columns count characters, not UTF-16 units.
/// </summary>
internal sealed partial class GraphQlLexer(string text)
{
    private const string Signs = "!$&():=@[]{}|";

    // One string a sign, so that tokens need none of their own.
    private static readonly string[] SignTexts = [.. Signs.Select(sign => sign.ToString())];

    private int position;
    private int line = 1;
    private int lineStart;
    private int surplus; // UTF-16 units on this line so far that begin no character

    /// <summary>The next token; at the end of the text, again and again, the end.</summary>
    public GraphQlToken Next()
    {
        SkipIgnored();
        var place = Here();
        if (position >= text.Length)
        {
            return new(TokenKind.End, "", place);
        }

        var c = text[position];
        var sign = Signs.IndexOf(c, StringComparison.Ordinal);
        if (sign >= 0)
        {
            position++;
            return new(TokenKind.Punctuation, SignTexts[sign], place);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            var start = position;
            while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
            {
                position++;
            }

            return new(TokenKind.Name, text[start..position], place);
        }

        if (char.IsAsciiDigit(c) || c == '-')
        {
            return Number(place);
        }

        if (c == '"')
        {
            return StartsWith("\"\"\"") ? BlockString() : String();
        }

        if (StartsWith("..."))
        {
            position += 3;
            return new(TokenKind.Punctuation, "...", place);
        }

        return Invalid();
    }

    private Place Here() => new(line, position - lineStart - surplus + 1);

    private GraphQlToken Invalid() => new(TokenKind.Invalid, "", Here());

    private bool StartsWith(string what) => string.CompareOrdinal(text, position, what, 0, what.Length) == 0;

    // Passes over one character, which may be two UTF-16 units.
    private void Pass()
    {
        if (char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            position++;
            surplus++;
        }

        position++;
    }

    private void StartLine()
    {
        line++;
        lineStart = position;
        surplus = 0;
    }

    private void SkipIgnored()
    {
        for (; position < text.Length; )
        {
            switch (text[position])
            {
                case '\t' or ' ' or ',' or '\uFEFF':
                    position++;
                    break;
                case '\n':
                    position++;
                    StartLine();
                    break;
                case '\r':
                    // As in gqlparser the line begins before the \n of a \r\n, so that columns after it are one more.
                    position++;
                    StartLine();
                    position += position < text.Length && text[position] == '\n' ? 1 : 0;
                    break;
                case '#':
                    while (position < text.Length && (text[position] >= ' ' || text[position] == '\t'))
                    {
                        Pass();
                    }

                    break;
                default:
                    return;
            }
        }
    }

    private GraphQlToken Number(Place place)
    {
        var start = position;
        var kind = TokenKind.Int;
        position += text[position] == '-' ? 1 : 0;
        var isZero = position < text.Length && text[position] == '0';
        var whole = position;
        if (!Digits() || (isZero && position > whole + 1))
        {
            position = isZero ? whole + 1 : position;
            return Invalid();
        }

        if (position < text.Length && text[position] == '.')
        {
            kind = TokenKind.Float;
            position++;
            if (!Digits())
            {
                return Invalid();
            }
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            position += position < text.Length && text[position] is '-' or '+' ? 1 : 0;
            if (!Digits())
            {
                return Invalid();
            }
        }

        return new(kind, text[start..position], place);
    }

    private bool Digits()
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position > start;
    }
}
