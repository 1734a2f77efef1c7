using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Resolving;
using Bouncer.Rego.Compiling.Safety;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Locals;

/// <summary>
/// Gives every declared variable a name of its own and takes the declarations away: <c>x := 1; p[x]</c> becomes
/// <c>x~0 = 1; p[x~0]</c>, and <c>some x in xs</c> becomes <c>x~0 = xs[_]</c>. Names that are used before their declaration,
/// declared twice or for nothing are errors.
/// </summary>
internal sealed partial class LocalRewriter(Compilation compilation, VariableNames names, LocalScopes scopes) : SyntaxRewriter
{
    private int _errors;

    /// <summary>Rewrites a body in the innermost scope.</summary>
    /// <param name="body">The body.</param>
    /// <param name="used">Variables that are used where the body's result is.</param>
    public ImmutableArray<Expr> RewriteBody(ImmutableArray<Expr> body, HashSet<string> used)
    {
        var result = ImmutableArray.CreateBuilder<Expr>(body.Length);
        foreach (var expression in body)
        {
            if (RewriteStatement(expression) is { } rewritten)
            {
                result.Add(rewritten);
            }
        }

        // A body of declarations alone says nothing.
        if (result.Count == 0)
        {
            result.Add(Equations.True(body.IsEmpty ? default : body[0].Span));
        }

        var rewrittenBody = result.DrainToImmutable();
        ReportUnusedAssigned(body, used);
        ReportUnusedDeclared(body, rewrittenBody, used);
        return rewrittenBody;
    }

    /// <summary>Rewrites a term or a body of a scope that begins anew, as a comprehension in a head does.</summary>
    public override Body Rewrite(Body body) => body with { Expressions = RewriteBody(body.Expressions, []) };

    protected override Term RewriteVariable(VarTerm variable)
    {
        if (scopes.Find(variable.Name) is { } local)
        {
            local.Count++;
            return local.Name == variable.Name ? variable : variable with { Name = local.Name };
        }

        scopes.Insert(variable.Name, variable.Name, Occurrence.Seen);
        return variable;
    }

    protected override Term RewriteReference(RefTerm reference)
    {
        // `input` may have been declared; that it is used is no use of a variable otherwise.
        if (Terms.IsRootDocument(reference))
        {
            var head = (VarTerm)reference.Head;
            return scopes.Find(head.Name) is { Occurrence: not Occurrence.Seen } local
                ? new VarTerm(reference.Span, local.Name)
                : reference;
        }

        return base.RewriteReference(reference);
    }

    protected override Term RewriteCall(CallTerm call)
    {
        foreach (var step in call.Operator.Path)
        {
            if (step is VarTerm v && scopes.Find(v.Name) is { } local && local.Name != v.Name)
            {
                Report(call.Span, $"called function {Printer.Print(call.Operator)} shadowed");
                break;
            }
        }

        return base.RewriteCall(call);
    }

    protected override Term RewriteComprehension(ComprehensionTerm comprehension)
    {
        var used = VariableCollector.In(comprehension.Value);
        if (comprehension.Key is not null)
        {
            VariableCollector.Add(used, comprehension.Key, Skip.None);
        }

        scopes.Push();
        var body = RewriteBody(comprehension.Body.Expressions, used);
        var key = comprehension.Key is null ? null : Rewrite(comprehension.Key);
        var value = Rewrite(comprehension.Value);
        scopes.Pop();
        return comprehension with { Key = key, Value = value, Body = comprehension.Body with { Expressions = body } };
    }

    // What is first seen in a template string is not seen outside of it.
    protected override Term RewriteTemplate(TemplateStringTerm template)
    {
        scopes.Push();
        var rewritten = base.RewriteTemplate(template);
        scopes.Pop();
        return rewritten;
    }

    // The target of `with input as …` is the document even where a variable of that name hides it.
    protected override ImmutableArray<WithModifier> RewriteWith(ImmutableArray<WithModifier> modifiers)
        => modifiers.IsEmpty ? modifiers : [.. modifiers.Select(m => m with { Target = RewriteTarget(m.Target), Value = Rewrite(m.Value) })];

    private Term RewriteTarget(Term target) => target is RefTerm { Head: VarTerm { Name: "input" } head } reference
        ? reference with { Path = [head, .. Rewrite([.. reference.Path.AsSpan()[1..]])] }
        : Rewrite(target);

    private Expr? RewriteStatement(Expr expression) => expression.Content switch
    {
        CallTerm { Name: Operators.Assign, Args: [var left, var right] } => RewriteAssignment(expression, left, right),
        SomeDeclaration some => RewriteSome(some),
        SomeIn some => RewriteSomeIn(expression, some),
        Every every => RewriteEvery(expression, every),
        CallTerm call => RewriteCallExpression(expression, call),
        _ => Rewrite(expression),
    };

    // A call that is an expression: that its name is a variable is found when its function is looked for.
    private Expr RewriteCallExpression(Expr expression, CallTerm call)
        => expression with
        {
            Content = call with { Operator = RewriteOperator(call.Operator), Args = Rewrite(call.Args) },
            With = RewriteWith(expression.With),
        };

    // The name of what is called counts as a use of it.
    protected override RefTerm RewriteOperator(RefTerm op)
    {
        var path = Rewrite(op.Path);
        return path == op.Path ? op : op with { Path = path };
    }

    private Expr RewriteAssignment(Expr expression, Term left, Term right)
    {
        if (expression.IsNegated)
        {
            Report(expression.Span, "cannot assign vars inside negated expression");
            return expression;
        }

        // The right side is read before the left side's names are known.
        var value = Rewrite(right);
        var with = RewriteWith(expression.With);
        var target = RewriteAssigned(left);
        return Equations.Unify(target, value, expression.Span) with { With = with };
    }

    private Term RewriteAssigned(Term target)
    {
        switch (target)
        {
            case VarTerm v:
                return Declare(v, v.Name, Occurrence.Assigned, v.Span);
            case RefTerm { Head: VarTerm head } when Terms.IsRootDocument(target):
                return Declare(target, head.Name, Occurrence.Assigned, target.Span);
            case ArrayTerm array:
                return array with { Elements = [.. array.Elements.Select(RewriteAssigned)] };
            case ObjectTerm @object:
                return @object with { Pairs = [.. @object.Pairs.Select(p => new ObjectPair(Rewrite(p.Key), RewriteAssigned(p.Value)))] };
            default:
                Report(target.Span, $"cannot assign to {TermNames.Of(target)}");
                return target;
        }
    }

    private Expr? RewriteSome(SomeDeclaration some)
    {
        foreach (var symbol in some.Symbols)
        {
            if (symbol is VarTerm v)
            {
                Declare(v, v.Name, Occurrence.Declared, some.Span);
            }
        }

        return null;
    }

    private Expr RewriteSomeIn(Expr expression, SomeIn some)
    {
        var key = some.Key ?? new VarTerm(some.Span, names.Generate());
        var element = some.Domain is RefTerm domain
            ? domain with { Path = domain.Path.Add(key) }
            : new RefTerm(some.Span, [some.Domain, key]);
        var equation = Equations.Unify(some.Value, element, expression.Span);
        var safe = VariableCollector.In(some.Domain);
        foreach (var name in OutputVariables.OfUnify(equation, safe).Order(StringComparer.Ordinal))
        {
            if (!VariableNames.IsGenerated(name))
            {
                Declare(some.Value, name, Occurrence.Declared, some.Span);
            }
        }

        return Rewrite(equation with { IsNegated = expression.IsNegated, With = expression.With });
    }

    private Expr RewriteEvery(Expr expression, Every every)
    {
        var domain = Rewrite(every.Domain);
        scopes.Push();
        var key = DeclareEvery(every.Key, every.Span) ?? new VarTerm(every.Span, names.Generate());
        var value = DeclareEvery(every.Value, every.Span)!;
        var body = every.Body with { Expressions = RewriteBody(every.Body.Expressions, []) };
        scopes.Pop();
        return expression with
        {
            Content = every with { Key = key, Value = value, Domain = domain, Body = body },
            With = RewriteWith(expression.With),
        };
    }

    private Term? DeclareEvery(Term? term, SourceSpan span)
        => term is VarTerm { IsWildcard: false } v ? Declare(v, v.Name, Occurrence.Declared, span) : term;

    private Term Declare(Term term, string name, Occurrence occurrence, SourceSpan span)
    {
        var problem = scopes.OccurrenceHere(name) switch
        {
            Occurrence.Seen => $"var {name} referenced above",
            Occurrence.Assigned => $"var {name} assigned above",
            Occurrence.Declared => $"var {name} declared above",
            Occurrence.Parameter => $"arg {name} redeclared",
            _ => null,
        };
        if (problem is not null)
        {
            Report(span, problem);
            return term;
        }

        var renamed = names.Rename(name);
        scopes.Insert(name, renamed, occurrence);
        return new VarTerm(term.Span, renamed);
    }

    private void Report(SourceSpan span, string message)
    {
        _errors++;
        compilation.Report(DiagnosticCodes.Compile, span, message);
    }
}
