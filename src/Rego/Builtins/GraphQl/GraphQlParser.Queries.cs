namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Operations and fragments.</summary>
internal sealed partial class GraphQlParser
{
    public static QueryDocument Query(Work work, string text)
    {
        var parser = new GraphQlParser(work, text);
        var document = new QueryDocument();
        while (parser.token.Kind != TokenKind.End)
        {
            if (parser.token.IsName("fragment"))
            {
                document.Fragments.Add(parser.Fragment());
            }
            else
            {
                document.Operations.Add(parser.Operation());
            }
        }

        return document;
    }

    private Operation Operation()
    {
        if (token.Is("{"))
        {
            return new() { Place = token.Place, Selections = Selections() };
        }

        var operation = new Operation { Place = token.Place, Kind = OperationKind() };
        operation.Name = token.Kind == TokenKind.Name ? Name() : "";
        operation.Variables = Variables();
        operation.Directives = Directives(isConstant: false);
        operation.Selections = Selections();
        return operation;
    }

    private List<Variable> Variables() => Between("(", ")", Variable, canBeEmpty: true);

    private Variable Variable()
    {
        var place = token.Place;
        var name = VariableName();
        Expect(":");
        return new()
        {
            Place = place,
            Name = name,
            Type = Type(),
            Default = Skip("=") ? Value(isConstant: true) : null,
            Directives = Directives(isConstant: false),
        };
    }

    private List<Selection> Selections()
    {
        using var level = work.Enter();
        return token.Is("{")
            ? Between("{", "}", Selection, canBeEmpty: false)
            : throw GraphQlException.At(token.Place, $"Expected {{, found {token.KindName}");
    }

    private Selection Selection()
    {
        if (token.Is("..."))
        {
            return Spread();
        }

        var place = token.Place;
        var alias = Name();
        return new FieldSelection
        {
            Place = place,
            Alias = alias,
            Name = Skip(":") ? Name() : alias,
            Arguments = Arguments(isConstant: false),
            Directives = Directives(isConstant: false),
            Selections = token.Is("{") ? Selections() : [],
        };
    }

    private Selection Spread()
    {
        Expect("...");
        var place = token.Place;
        if (token.Kind == TokenKind.Name && token.Text != "on")
        {
            return new FragmentSpread { Place = place, Name = Name(), Directives = Directives(isConstant: false) };
        }

        // gqlparser asks for the text alone: a string "on" is as good as the word.
        var hasCondition = token.Text == "on";
        if (hasCondition)
        {
            Take();
        }

        return new InlineFragment
        {
            Place = place,
            TypeCondition = hasCondition ? Name() : "",
            Directives = Directives(isConstant: false),
            Selections = Selections(),
        };
    }

    private Fragment Fragment()
    {
        var place = token.Place;
        ExpectWord("fragment");
        var name = token.Text == "on" ? throw Unexpected(token) : Name();
        var variables = Variables();
        ExpectWord("on");
        return new()
        {
            Place = place,
            Name = name,
            Variables = variables,
            TypeCondition = Name(),
            Directives = Directives(isConstant: false),
            Selections = Selections(),
        };
    }
}
