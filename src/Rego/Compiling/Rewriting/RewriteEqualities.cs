using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: <c>a == b</c> becomes <c>a = b</c> where it is an expression. It had to be told apart until safety was checked, since a
/// comparison binds nothing.
/// </summary>
internal static class RewriteEqualities
{
    private static readonly Rewriter Instance = new();

    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            rule.Body = Instance.Rewrite(new Body(rule.Span, rule.Body)).Expressions;
            rule.Value = rule.Value is null ? null : Instance.Rewrite(rule.Value);
        }
    }

    private sealed class Rewriter : SyntaxRewriter
    {
        protected override ExprContent RewriteContent(ExprContent content)
        {
            var rewritten = base.RewriteContent(content);
            return rewritten is CallTerm { Name: Operators.Equal, Args: [var left, var right] } call
                ? ((CallTerm)Equations.Unify(left, right, call.Span).Content)
                : rewritten;
        }
    }
}
