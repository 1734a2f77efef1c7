using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>A rewriter that makes several expressions of one, in all bodies.</summary>
internal abstract class ExpandingRewriter : SyntaxRewriter
{
    public override Body Rewrite(Body body)
    {
        var expressions = Rewrite(body.Expressions);
        return expressions == body.Expressions ? body : body with { Expressions = expressions };
    }

    public ImmutableArray<Expr> Rewrite(ImmutableArray<Expr> body)
    {
        var result = new List<Expr>(body.Length + 2);
        foreach (var expression in body)
        {
            Expand(expression, result);
        }

        return [.. result];
    }

    /// <summary>Adds what an expression becomes.</summary>
    protected abstract void Expand(Expr expression, List<Expr> result);
}
