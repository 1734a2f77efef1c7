using Bouncer.Rego.Syntax;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Syntax nodes as values, in the shape in which OPA writes them as JSON. As deep as the parser lets them be.</summary>
internal static class ModuleValues
{
    public static RegoObject Of(Module module)
    {
        var made = Object(("package", Object(("path", Terms(module.Package.Path.Path))).Build()));
        if (module.Imports.Length > 0)
        {
            made.Set("imports", Array(module.Imports.Select(Of)));
        }

        if (module.Rules.Length > 0)
        {
            made.Set("rules", Array(module.Rules.Select(Of)));
        }

        if (module.Comments.Length > 0)
        {
            made.Set("comments", Array(module.Comments.Select(Of)));
        }

        return made.Build();
    }

    private static RegoObject Of(Import import)
    {
        var made = Object(("path", Of(import.Path)));
        if (import.Alias is not null)
        {
            made.Set("alias", new RegoString(import.Alias));
        }

        return made.Build();
    }

    private static RegoObject Of(Comment comment)
    {
        var (line, column) = comment.Span.Position;
        var location = Object(
            ("row", RegoNumber.Of(line)), ("col", RegoNumber.Of(column)), ("file", new RegoString(comment.Span.Source?.Name ?? ""))).Build();
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(comment.Text));
        return Object(("Location", location), ("Text", new RegoString(text))).Build();
    }

    private static RegoObject Of(Rule rule)
    {
        // The last branch holds those before it: inside out, since a long chain of else would be a deep recursion.
        var branches = new Stack<Rule>();
        for (var branch = rule; branch is not null; branch = branch.Else)
        {
            branches.Push(branch);
        }

        RegoObject? inner = null;
        foreach (var branch in branches)
        {
            var made = Object(("head", Of(branch.Head)), ("body", Of(branch.Body)));
            if (branch.IsDefault)
            {
                made.Set("default", RegoBoolean.True);
            }

            if (inner is not null)
            {
                made.Set("else", inner);
            }

            inner = made.Build();
        }

        return inner!;
    }

    private static RegoObject Of(RuleHead head)
    {
        var path = head.Reference.Path;
        var made = Object(("ref", Terms(path)));
        if (path is [VarTerm name] || (path is [VarTerm, _] && !head.IsMultiValue))
        {
            made.Set("name", new RegoString(((VarTerm)path[0]).Name));
        }

        if (head.Args.Length > 0)
        {
            made.Set("args", Terms(head.Args));
        }

        var key = head.Key ?? (path is [_, VarTerm or StringTerm] && !head.IsMultiValue ? path[1] : null);
        if (key is not null)
        {
            made.Set("key", Of(key));
        }

        if (head.Value is not null)
        {
            made.Set("value", Of(head.Value));
        }

        if (head.IsAssignment)
        {
            made.Set("assign", RegoBoolean.True);
        }

        return made.Build();
    }

    private static RegoArray Of(Body body) => Array(body.Expressions.Select(Of));

    private static RegoObject Of(Expr expression, int index)
    {
        var made = Object(("index", RegoNumber.Of(index)), ("terms", Content(expression.Content)));
        if (expression.IsNegated)
        {
            made.Set("negated", RegoBoolean.True);
        }

        if (expression.With.Length > 0)
        {
            made.Set("with", Array(expression.With.Select(w => Object(("target", Of(w.Target)), ("value", Of(w.Value))).Build())));
        }

        return made.Build();
    }

    private static RegoValue Content(ExprContent content) => content switch
    {
        CallTerm call => Terms([call.Operator, .. call.Args]),
        Term term => Of(term),
        SomeDeclaration some => Object(("symbols", Terms(some.Symbols))).Build(),
        SomeIn { Key: null } some => Object(("symbols", RegoArray.Create(Call("member_2", some.Value, some.Domain)))).Build(),
        SomeIn some => Object(("symbols", RegoArray.Create(Call("member_3", some.Key, some.Value, some.Domain)))).Build(),
        Every every => Of(every),
        _ => RegoNull.Instance,
    };

    private static RegoObject Of(Every every)
    {
        var made = Object(("value", Of(every.Value)), ("domain", Of(every.Domain)), ("body", Of(every.Body)));
        made.Set("key", every.Key is null ? RegoNull.Instance : Of(every.Key));
        return made.Build();
    }

    private static RegoObject Call(string name, params ReadOnlySpan<Term> args)
    {
        var function = Typed("ref", RegoArray.Create(
            Typed("var", new RegoString("internal")), Typed("string", new RegoString(name))));
        return Typed("call", RegoArray.Create([function, .. Terms([.. args])]));
    }

    private static RegoObject Of(Term term) => term switch
    {
        NullTerm => Typed("null", RegoObject.Empty),
        BooleanTerm truth => Typed("boolean", RegoBoolean.Of(truth.Value)),
        NumberTerm number => Typed("number", RegoNumber.Parse(number.Text)),
        StringTerm text => Typed("string", new RegoString(text.Value)),
        VarTerm variable => Typed("var", new RegoString(variable.Name)),
        RefTerm reference => Typed("ref", Terms(reference.Path)),
        CallTerm call => Typed("call", Terms([call.Operator, .. call.Args])),
        ArrayTerm array => Typed("array", Terms(array.Elements)),
        SetTerm set => Typed("set", Terms(set.Elements)),
        ObjectTerm pairs => Typed("object", Array(pairs.Pairs.Select(p => RegoArray.Create(Of(p.Key), Of(p.Value))))),
        ComprehensionTerm comprehension => Of(comprehension),
        TemplateStringTerm template => Typed("templatestring", Object(
            ("parts", Array(template.Parts.Select(Of))), ("multi_line", RegoBoolean.Of(template.IsRaw))).Build()),
        _ => Typed("null", RegoObject.Empty),
    };

    private static RegoObject Of(TemplatePart part, int index)
        => part.Text is { } text ? Typed("string", new RegoString(text)) : Of(part.Expression!, index);

    private static RegoObject Of(ComprehensionTerm comprehension)
    {
        var body = ("body", (RegoValue)Of(comprehension.Body));
        var value = Of(comprehension.Value);
        return comprehension.Kind switch
        {
            ComprehensionKind.Array => Typed("arraycomprehension", Object(("term", value), body).Build()),
            ComprehensionKind.Set => Typed("setcomprehension", Object(("term", value), body).Build()),
            _ => Typed("objectcomprehension", Object(("key", Of(comprehension.Key!)), ("value", value), body).Build()),
        };
    }

    private static RegoArray Terms(IEnumerable<Term> terms) => Array(terms.Select(Of));

    private static RegoArray Array(IEnumerable<RegoValue> items) => RegoArray.Of(items);

    private static RegoObject Typed(string type, RegoValue value) => Object(("type", new RegoString(type)), ("value", value)).Build();

    private static RegoObject.Builder Object(params ReadOnlySpan<(string Key, RegoValue Value)> members)
    {
        var made = new RegoObject.Builder(members.Length);
        foreach (var (key, value) in members)
        {
            made.Set(key, value);
        }

        return made;
    }
}
