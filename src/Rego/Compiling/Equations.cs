using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling;

/// <summary>Equations that stages put into bodies.</summary>
internal static class Equations
{
    /// <summary>A new variable and the equation that gives it a term's value.</summary>
    public static (VarTerm Variable, Expr Equation) Name(VariableNames names, Term term)
    {
        var variable = new VarTerm(term.Span, names.Generate());
        return (variable, Unify(variable, term, term.Span) with { IsGenerated = true });
    }

    public static Expr Unify(Term left, Term right, SourceSpan span)
        => new(span, new CallTerm(span, new RefTerm(span, [new VarTerm(span, Operators.Unify)]), [left, right]) { IsInfix = true });

    /// <summary>The sides of an equation, if an expression is one.</summary>
    public static bool IsUnify(Expr expression, out CallTerm equation)
    {
        equation = null!;
        if (expression.Content is CallTerm { Name: Operators.Unify, Args.Length: 2 } call)
        {
            equation = call;
            return true;
        }

        return false;
    }

    public static Expr True(SourceSpan span) => new(span, new BooleanTerm(span, true)) { IsGenerated = true };
}
