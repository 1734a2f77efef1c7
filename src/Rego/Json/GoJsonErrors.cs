using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// Says what Go's encoding/json says about a text that is not one JSON value. Only runs when a text is known to be wrong; a stack
/// of its own instead of recursion, since the text is a stranger's.
/// </summary>
internal ref struct GoJsonErrors
{
    private readonly ReadOnlySpan<byte> text;
    private readonly Stack<char> open = new();
    private int at;

    private GoJsonErrors(ReadOnlySpan<byte> text) => this.text = text;

    /// <summary>The message.</summary>
    public static string Describe(ReadOnlySpan<byte> text)
    {
        var errors = new GoJsonErrors(text);
        errors.SkipSpace();
        if (errors.at == text.Length)
        {
            return "EOF";
        }

        return errors.Value() ?? errors.Rest();
    }

    private readonly bool AtEnd => at >= text.Length;

    private void SkipSpace()
    {
        while (!AtEnd && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }
    }

    private string Rest()
    {
        SkipSpace();
        return AtEnd ? "number with an exponent out of range" : $"error: invalid character {Here()} after top-level value";
    }

    /// <summary>One value with all in it; null if there is nothing wrong.</summary>
    private string? Value()
    {
        while (true)
        {
            SkipSpace();
            if (AtEnd)
            {
                return Unfinished;
            }

            string? error;
            switch (text[at])
            {
                case (byte)'{':
                    at++;
                    SkipSpace();
                    if (!AtEnd && text[at] == '}')
                    {
                        at++;
                        break;
                    }

                    open.Push('{');
                    error = Name("looking for beginning of object key string");
                    if (error is not null)
                    {
                        return error;
                    }

                    continue;
                case (byte)'[':
                    at++;
                    SkipSpace();
                    if (!AtEnd && text[at] == ']')
                    {
                        at++;
                        break;
                    }

                    open.Push('[');
                    continue;
                default:
                    error = Scalar();
                    if (error is not null)
                    {
                        return error;
                    }

                    break;
            }

            error = Ends(out var done);
            if (error is not null || done)
            {
                return error;
            }
        }
    }

    private const string Unfinished = "unexpected EOF";

    /// <summary>What may follow a value: the end of what it is in, or a comma.</summary>
    private string? Ends(out bool done)
    {
        done = false;
        while (open.Count > 0)
        {
            SkipSpace();
            if (AtEnd)
            {
                return Unfinished;
            }

            var close = open.Peek() == '{' ? '}' : ']';
            if (text[at] == close)
            {
                at++;
                open.Pop();
                continue;
            }

            if (text[at] != ',')
            {
                return Wrong(close == '}' ? "after object key:value pair" : "after array element");
            }

            at++;
            return close == '}' ? Name("looking for beginning of object key string") : null;
        }

        done = true;
        return null;
    }

    private string? Name(string place)
    {
        SkipSpace();
        if (AtEnd)
        {
            return Unfinished;
        }

        if (text[at] != '"')
        {
            return Wrong(place);
        }

        var error = Text();
        if (error is not null)
        {
            return error;
        }

        SkipSpace();
        if (AtEnd)
        {
            return Unfinished;
        }

        return text[at++] == ':' ? null : WrongBefore("after object key");
    }

    private string? Scalar() => (char)text[at] switch
    {
        '"' => Text(),
        't' => Literal("true"),
        'f' => Literal("false"),
        'n' => Literal("null"),
        '-' or (>= '0' and <= '9') => Number(),
        _ => Wrong("looking for beginning of value"),
    };

    private string? Literal(string word)
    {
        at++;
        for (var i = 1; i < word.Length; i++, at++)
        {
            if (AtEnd)
            {
                return Unfinished;
            }

            if (text[at] != word[i])
            {
                return Wrong($"in literal {word} (expecting '{word[i]}')");
            }
        }

        return null;
    }

    private string? Number()
    {
        if (text[at] == '-')
        {
            at++;
            if (AtEnd || !char.IsAsciiDigit((char)text[at]))
            {
                return AtEnd ? Unfinished : Wrong("in numeric literal");
            }
        }

        if (text[at] == '0')
        {
            at++;
        }
        else
        {
            SkipDigits();
        }

        if (!AtEnd && text[at] == '.')
        {
            at++;
            if (AtEnd || !SkipDigits())
            {
                return AtEnd ? Unfinished : Wrong("after decimal point in numeric literal");
            }
        }

        if (!AtEnd && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (!AtEnd && text[at] is (byte)'+' or (byte)'-')
            {
                at++;
            }

            if (AtEnd || !SkipDigits())
            {
                return AtEnd ? Unfinished : Wrong("in exponent of numeric literal");
            }
        }

        return null;
    }

    private bool SkipDigits()
    {
        var start = at;
        while (!AtEnd && char.IsAsciiDigit((char)text[at]))
        {
            at++;
        }

        return at > start;
    }

    private string? Text()
    {
        for (at++; !AtEnd; at++)
        {
            switch (text[at])
            {
                case (byte)'"':
                    at++;
                    return null;
                case < 0x20:
                    return Wrong("in string literal");
                case (byte)'\\':
                    at++;
                    if (AtEnd)
                    {
                        return Unfinished;
                    }

                    if (!"\"\\/bfnrtu".Contains((char)text[at], StringComparison.Ordinal))
                    {
                        return Wrong("in string escape code");
                    }

                    for (var digit = text[at] == 'u' ? 0 : 4; digit < 4; digit++)
                    {
                        at++;
                        if (AtEnd || !char.IsAsciiHexDigit((char)text[at]))
                        {
                            return AtEnd ? Unfinished : Wrong("in \\u hexadecimal character escape");
                        }
                    }

                    break;
            }
        }

        return Unfinished;
    }

    private string WrongBefore(string place)
    {
        at--;
        return Wrong(place);
    }

    private readonly string Wrong(string place) => $"invalid character {Here()} {place}";

    // Go quotes the byte as a character, with ' and " the other way round than in text.
    private readonly string Here()
    {
        switch (text[at])
        {
            case (byte)'\'':
                return "'\\''";
            case (byte)'"':
                return "'\"'";
            default:
                var quoted = new StringBuilder("'");
                GoQuote.AppendRune(quoted, new Rune(text[at]), '\'', asciiOnly: false);
                return quoted.Append('\'').ToString();
        }
    }
}
