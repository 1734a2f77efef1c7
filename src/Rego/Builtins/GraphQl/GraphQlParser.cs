using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>
/// Reads GraphQL text by recursive descent, at most <see cref="Work.MaxDepth"/> levels deep. Throws
/// <see cref="GraphQlException"/> at the first mistake.
/// </summary>
internal sealed partial class GraphQlParser
{
    private readonly GraphQlLexer lexer;
    private readonly Work work;
    private GraphQlToken token;

    private GraphQlParser(Work work, string text)
    {
        this.work = work;
        lexer = new(text);
        token = lexer.Next();
    }

    private GraphQlToken Take()
    {
        work.Step();
        var taken = token;
        token = lexer.Next();
        return taken;
    }

    private bool Skip(string punctuation)
    {
        if (!token.Is(punctuation))
        {
            return false;
        }

        Take();
        return true;
    }

    private void Expect(string punctuation)
    {
        if (!Skip(punctuation))
        {
            throw GraphQlException.At(token.Place, $"Expected {punctuation}, found {token.KindName}");
        }
    }

    private void ExpectWord(string word)
    {
        if (!token.IsName(word))
        {
            throw GraphQlException.At(token.Place, $"Expected {GoQuote.Quote(word)}, found {token}");
        }

        Take();
    }

    private string Name()
        => token.Kind == TokenKind.Name ? Take().Text : throw GraphQlException.At(token.Place, $"Expected Name, found {token.KindName}");

    private static GraphQlException Unexpected(GraphQlToken token) => GraphQlException.At(token.Place, $"Unexpected {token}");

    /// <summary>What stands between two signs; nothing if the first is not there.</summary>
    private List<T> Between<T>(string open, string close, Func<T> item, bool canBeEmpty)
    {
        var items = new List<T>();
        if (!Skip(open))
        {
            return items;
        }

        if (!canBeEmpty && token.Is(close))
        {
            throw GraphQlException.At(token.Place, $"expected at least one definition, found {close}");
        }

        while (!token.Is(close))
        {
            items.Add(item());
        }

        Take();
        return items;
    }

    private TypeName Type()
    {
        using var level = work.Enter();
        TypeName type;
        if (Skip("["))
        {
            var place = token.Place;
            type = new("", Type(), NonNull: false, place);
            Expect("]");
        }
        else
        {
            var place = token.Place;
            type = new(Name(), null, NonNull: false, place);
        }

        return Skip("!") ? type with { NonNull = true, Place = token.Place } : type;
    }

    private Literal Value(bool isConstant)
    {
        using var level = work.Enter();
        var start = token;
        switch (start.Kind)
        {
            case TokenKind.Punctuation when start.Is("["):
                var items = Between("[", "]", () => new LiteralChild("", Value(isConstant), null), canBeEmpty: true);
                return new() { Kind = LiteralKind.List, Children = items, Place = start.Place };
            case TokenKind.Punctuation when start.Is("{"):
                var members = Between("{", "}", () => Member(isConstant), canBeEmpty: true);
                return new() { Kind = LiteralKind.Object, Children = members, Place = start.Place };
            case TokenKind.Punctuation when start.Is("$") && !isConstant:
                return new() { Kind = LiteralKind.Variable, Raw = VariableName(), Place = start.Place };
            case TokenKind.Punctuation or TokenKind.Invalid or TokenKind.End:
                throw Unexpected(start);
            default:
                return new() { Kind = KindOf(Take()), Raw = start.Text, Place = start.Place };
        }
    }

    private static LiteralKind KindOf(GraphQlToken scalar) => scalar.Kind switch
    {
        TokenKind.Int => LiteralKind.Int,
        TokenKind.Float => LiteralKind.Float,
        TokenKind.String => LiteralKind.String,
        TokenKind.BlockString => LiteralKind.Block,
        _ => scalar.Text switch
        {
            "true" or "false" => LiteralKind.Boolean,
            "null" => LiteralKind.Null,
            _ => LiteralKind.Enum,
        },
    };

    private LiteralChild Member(bool isConstant)
    {
        var place = token.Place;
        var name = Name();
        Expect(":");
        return new(name, Value(isConstant), place);
    }

    private string VariableName()
    {
        Expect("$");
        return Name();
    }

    private List<Argument> Arguments(bool isConstant) => Between("(", ")", () => Argument(isConstant), canBeEmpty: true);

    private Argument Argument(bool isConstant)
    {
        var place = token.Place;
        var name = Name();
        Expect(":");
        return new() { Name = name, Value = Value(isConstant), Place = place };
    }

    private List<Directive> Directives(bool isConstant)
    {
        var directives = new List<Directive>();
        while (Skip("@"))
        {
            directives.Add(new() { Place = token.Place, Name = Name(), Arguments = Arguments(isConstant) });
        }

        return directives;
    }

    private string OperationKind() => token.Kind == TokenKind.Name && token.Text is "query" or "mutation" or "subscription" ? Take().Text : throw Unexpected(token);
}
