using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <content>Numbers, strings and template strings.</content>
internal sealed partial class Parser
{
    // As OPA has it: the binary exponent of a number may not be beyond this, since work on it grows with it.
    private const double MaxBinaryExponent = 100_000;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _names =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Names recur; one string for each saves memory and makes comparing them quick.
    private string Intern(ReadOnlySpan<char> name)
    {
        if (!_names.TryGetValue(name, out var known))
        {
            _names[name] = known = name.ToString();
        }

        return known;
    }

    // number = [ "-" ] [ "." ] digits…; stops at its last token
    private NumberTerm? ParseNumber()
    {
        var start = Token.Start;
        var prefix = "";
        if (IsAt(TokenKind.Minus))
        {
            prefix = "-";
            Advance();
            if (Kind is not (TokenKind.Number or TokenKind.Dot))
            {
                Illegal("expected number");
                return null;
            }
        }

        if (IsAt(TokenKind.Dot))
        {
            prefix += ".";
            Advance();
            if (!IsAt(TokenKind.Number))
            {
                Illegal("expected number");
                return null;
            }
        }

        var digits = TokenText;
        if (!prefix.EndsWith('.') && digits.Length > 1 && digits[0] == '0' && digits[1] is not ('.' or 'e' or 'E'))
        {
            Illegal("expected number without leading zero");
            return null;
        }

        if (prefix.EndsWith('.') && digits.Contains('.'))
        {
            Illegal("invalid float");
            return null;
        }

        var span = SpanToHere(start);
        if (IsTooBig(digits, hasLeadingPoint: prefix.EndsWith('.')))
        {
            Error(SpanOf(Token), "number too big");
            return null;
        }

        // JSON wants a digit before the point.
        return new NumberTerm(span, string.Concat(prefix.Replace(".", "0.", StringComparison.Ordinal), digits));
    }

    private static bool IsTooBig(ReadOnlySpan<char> text, bool hasLeadingPoint)
    {
        long exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (!long.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return true;
            }

            text = text[..mark];
        }

        var point = hasLeadingPoint ? 0 : text.IndexOf('.');
        long whole = point < 0 ? text.Length : point;
        var first = text.IndexOfAnyExcept('0', '.');
        if (first < 0)
        {
            return false;
        }

        // How many digits stand before the point, or (below zero) how many zeros behind it.
        var magnitude = first < whole ? whole - first : whole - (first - (hasLeadingPoint ? 0 : 1));
        return Math.Abs((double)magnitude + exponent) * Math.Log2(10) > MaxBinaryExponent;
    }

    private StringTerm? ParseString()
    {
        var token = Token;
        if (token.Kind == TokenKind.RawString)
        {
            return new StringTerm(SpanOf(token), _source.Text[(token.Start + 1)..(token.End - 1)]) { IsRaw = true };
        }

        var inner = _source.Text.AsSpan((token.Start + 1)..(token.End - 1));
        if (Unescape(inner) is { } value)
        {
            return new StringTerm(SpanOf(token), value);
        }

        Error(SpanOf(token), $"illegal string literal: {TokenText}");
        return null;
    }

    // What JSON makes of the inside of a string; null if JSON does not allow it.
    private string? Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
        {
            return Intern(text);
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < ' ')
            {
                return null;
            }

            if (c != '\\')
            {
                result.Append(c);
                continue;
            }

            if (++i >= text.Length)
            {
                return null;
            }

            switch (text[i])
            {
                case 'b':
                    result.Append('\b');
                    break;
                case 'f':
                    result.Append('\f');
                    break;
                case 'n':
                    result.Append('\n');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                case 't':
                    result.Append('\t');
                    break;
                case 'u':
                    if (i + 4 >= text.Length || !TryReadHex(text.Slice(i + 1, 4), out var unit))
                    {
                        return null;
                    }

                    i += 4;
                    result.Append(unit);
                    break;
                case '"' or '\\' or '/':
                    result.Append(text[i]);
                    break;
                default:
                    return null;
            }
        }

        return WithoutLoneSurrogates(result.ToString());
    }

    private static bool TryReadHex(ReadOnlySpan<char> digits, out char unit)
    {
        var valid = ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        unit = (char)value;
        return valid;
    }

    private static string WithoutLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune);
        }

        return result.ToString();
    }

    // template = "$" quote { text "{" literal "}" } text quote; stops at its last token
    private TemplateStringTerm? ParseTemplateString()
    {
        var start = Token.Start;
        var isRaw = Kind is TokenKind.RawTemplatePart or TokenKind.RawTemplateEnd;
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var isFirst = true;
        while (true)
        {
            var token = Token;
            var text = _source.Text.AsSpan((token.Start + (isFirst ? 2 : 1))..(token.End - 1));
            isFirst = false;
            if (TemplateText(text, isRaw) is not { } value)
            {
                Error(SpanOf(token), $"illegal template-string part: {TokenText}");
                return null;
            }

            if (value.Length > 0)
            {
                parts.Add(new TemplatePart(SpanOf(token), value, null));
            }

            if (token.Kind is TokenKind.TemplateEnd or TokenKind.RawTemplateEnd)
            {
                return new TemplateStringTerm(SpanToHere(start), parts.DrainToImmutable()) { IsRaw = isRaw };
            }

            Advance();
            if (ParseTemplateExpression() is not { } expression)
            {
                return null;
            }

            parts.Add(new TemplatePart(expression.Span, null, expression));
            if (Kind is not (TokenKind.TemplatePart or TokenKind.TemplateEnd or TokenKind.RawTemplatePart or TokenKind.RawTemplateEnd)
                || _source.Text[Token.Start] != '}')
            {
                Error(SpanOf(Token), "expected } to end template string expression");
                return null;
            }
        }
    }

    private string? TemplateText(ReadOnlySpan<char> text, bool isRaw)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var unescaped = text.ToString().Replace("\\{", "{", StringComparison.Ordinal);
        return isRaw ? unescaped : Unescape(unescaped);
    }

    private Expr? ParseTemplateExpression()
    {
        if (ParseLiteral() is not { } expression)
        {
            Error(SpanOf(Token), "invalid template-string expression");
            return null;
        }

        var wrong = expression switch
        {
            { IsNegated: true } => "negation ('not')",
            { Content: CallTerm { Name: Operators.Unify } } => "unification ('=')",
            { Content: CallTerm { Name: Operators.Assign } } => "assignment (':=')",
            { Content: Every } => "'every'",
            { Content: SomeDeclaration or SomeIn } => "'some'",
            _ => null,
        };
        if (wrong is null)
        {
            return expression;
        }

        Error(expression.Span, $"unexpected {wrong} in template-string expression");
        return null;
    }
}
