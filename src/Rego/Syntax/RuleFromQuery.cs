using System.Collections.Immutable;
using Bouncer.Rego.Builtins;

namespace Bouncer.Rego.Syntax;

/// <summary>
/// Rules without a body have no form of their own: <c>p := 1</c>, <c>p[1]</c> and <c>f(x) = 2</c> are expressions first. This
/// makes them rules, or says why an expression is none.
/// </summary>
internal static class RuleFromQuery
{
    public static (Rule? Rule, string? Error) Make(Body query)
    {
        if (query.Expressions is not [var expression])
        {
            return (null, "multiple expressions cannot be used for rule head");
        }

        if (expression.With.Length > 0)
        {
            return (null, "expressions using with keyword cannot be used for rule head");
        }

        if (expression.IsNegated)
        {
            return (null, "negated expressions cannot be used for rule head");
        }

        return expression.Content switch
        {
            SomeDeclaration or SomeIn => (null, "'some' declarations cannot be used for rule head"),
            Every => (null, "expression cannot be used for rule head"),
            CallTerm call => FromCall(expression, call),
            RefTerm reference => FromReference(expression, reference),
            var other => (null, $"{TermNames.Of((Term)other)} cannot be used for rule name"),
        };
    }

    // p[x] is the element x of the set p; a.b.c is true.
    private static (Rule?, string?) FromReference(Expr expression, RefTerm reference)
    {
        if (reference.Path.Length == 1)
        {
            return (null, "refs cannot be used for rule head");
        }

        if (reference.Head is not VarTerm)
        {
            return (null, $"invalid rule head: {Printer.Print(reference)}");
        }

        if (reference.Path.Length == 2)
        {
            var name = new RefTerm(reference.Head.Span, [reference.Head]);
            return Rule(expression, new RuleHead(expression.Span, name, [], reference.Path[1], null, IsAssignment: false));
        }

        return Rule(expression, new RuleHead(expression.Span, reference, [], null, new BooleanTerm(expression.Span, true), IsAssignment: false));
    }

    private static (Rule?, string?) FromCall(Expr expression, CallTerm call)
    {
        if (call is { IsInfix: true, Name: Operators.Unify or Operators.Assign, Args: [var left, var right] })
        {
            return FromEquation(expression, left, right, call.Name == Operators.Assign);
        }

        if (call.Name is { } name && BuiltinTable.ByName.ContainsKey(name))
        {
            return (null, "rule name conflicts with built-in function");
        }

        if (call.Args.Length == 0)
        {
            return (null, "rule argument list must take at least one argument");
        }

        if (call.Operator.Head is not VarTerm)
        {
            return (null, $"invalid rule head: {Printer.Print(call.Operator)}");
        }

        var value = new BooleanTerm(call.Operator.Span, true);
        return Rule(expression, new RuleHead(expression.Span, call.Operator, call.Args, null, value, IsAssignment: false) { IsFunction = true, HasWrittenValue = true });
    }

    private static (Rule?, string?) FromEquation(Expr expression, Term left, Term value, bool isAssignment)
    {
        ImmutableArray<Term> args = [];
        RefTerm reference;
        switch (left)
        {
            case CallTerm { IsInfix: false } call:
                reference = call.Operator;
                args = call.Args;
                break;
            case RefTerm r:
                reference = r;
                break;
            case VarTerm v:
                reference = new RefTerm(v.Span, [v]);
                break;
            default:
                return (null, $"{TermNames.Of(left)} cannot be used for rule name");
        }

        if (reference.Head is not VarTerm)
        {
            return (null, $"invalid rule head: {Printer.Print(reference)}");
        }

        return Rule(expression, new RuleHead(expression.Span, reference, args, null, value, isAssignment)
        {
            IsFunction = left is CallTerm,
            HasWrittenValue = true,
        });
    }

    private static (Rule?, string?) Rule(Expr expression, RuleHead head)
    {
        var body = new Body(expression.Span, [new Expr(expression.Span, new BooleanTerm(expression.Span, true)) { IsGenerated = true }]);
        return (new Rule(expression.Span, head, body, null, IsDefault: false), null);
    }
}
