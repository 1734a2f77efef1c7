namespace Bouncer.Rego.Syntax;

/// <content>Strings of all kinds. Escapes are only stepped over here; the parser resolves them.</content>
internal sealed partial class Lexer
{
    private TokenKind ReadString()
    {
        while (true)
        {
            switch (Current)
            {
                case '\n' or End:
                    return Fail("non-terminated string");
                case '"':
                    _position++;
                    return TokenKind.String;
                case '\\':
                    _position++;
                    StepOverEscape(isTemplate: false);
                    break;
                default:
                    Take();
                    break;
            }
        }
    }

    private TokenKind ReadRawString()
    {
        while (Current != End)
        {
            if (Current == '`')
            {
                _position++;
                return TokenKind.RawString;
            }

            Take();
        }

        return Fail("non-terminated string");
    }

    private TokenKind ReadTemplateStart()
    {
        switch (Current)
        {
            case '"':
                _position++;
                return ReadTemplate(isRaw: false);
            case '`':
                _position++;
                return ReadTemplate(isRaw: true);
            default:
                return Fail("illegal $ character");
        }
    }

    // A closing brace ends a set or a body, or the expression of the template string it stands in.
    private TokenKind CloseBrace()
    {
        if (!_templates.TryPop(out var template))
        {
            return TokenKind.RightBrace;
        }

        if (template.Braces > 0)
        {
            _templates.Push((template.IsRaw, template.Braces - 1));
            return TokenKind.RightBrace;
        }

        return ReadTemplate(template.IsRaw);
    }

    private TokenKind ReadTemplate(bool isRaw)
    {
        while (true)
        {
            switch (Current)
            {
                case End:
                case '\n' when !isRaw:
                    return Fail("non-terminated string");
                case '"' when !isRaw:
                    _position++;
                    return TokenKind.TemplateEnd;
                case '`' when isRaw:
                    _position++;
                    return TokenKind.RawTemplateEnd;
                case '{':
                    _position++;
                    _templates.Push((isRaw, 0));
                    return isRaw ? TokenKind.RawTemplatePart : TokenKind.TemplatePart;
                case '\\' when isRaw:
                    _position++;
                    if (Current == '{')
                    {
                        _position++;
                    }

                    break;
                case '\\':
                    _position++;
                    StepOverEscape(isTemplate: true);
                    break;
                default:
                    Take();
                    break;
            }
        }
    }

    private void StepOverEscape(bool isTemplate)
    {
        switch (Current)
        {
            case '\\' or '"' or '/' or 'b' or 'f' or 'n' or 'r' or 't':
            case '{' when isTemplate:
            case 'u':
                _position++;
                break;
            default:
                Fail("illegal escape sequence");
                break;
        }
    }
}
