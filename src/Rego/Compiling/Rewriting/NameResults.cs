using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stages: what heads and comprehensions give back is made of constants and variables; references and comprehensions in it are
/// evaluated at the end of the body: <c>[x.y | …]</c> becomes <c>[v | …; v = x.y]</c>.
/// </summary>
internal static class NameResults
{
    public static void InComprehensions(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var rewriter = new Comprehensions(rule.Names);
            rule.Body = rewriter.Rewrite(new Body(rule.Span, rule.Body)).Expressions;
            rule.Args = rewriter.Rewrite(rule.Args);
            rule.Key = rule.Key is null ? null : rewriter.Rewrite(rule.Key);
            rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
        }
    }

    public static ImmutableArray<Expr> InBody(VariableNames names, ImmutableArray<Expr> body)
        => new Comprehensions(names).Rewrite(new Body(default, body)).Expressions;

    public static void InHeads(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            // A default rule has no body to evaluate anything in, and its value reads nothing from one.
            if (rule.IsDefault)
            {
                continue;
            }

            var body = rule.Body.ToBuilder();
            rule.Key = rule.Key is null ? null : Name(rule.Names, rule.Key, body);
            rule.Value = rule.Value is null ? null : Name(rule.Names, rule.Value, body);
            rule.Args = [.. rule.Args.Select(a => Name(rule.Names, a, body))];
            rule.Body = body.ToImmutable();
        }
    }

    private static Term Name(VariableNames names, Term term, ImmutableArray<Expr>.Builder body)
    {
        if (!TermShape.RequiresEvaluation(term))
        {
            return term;
        }

        var (variable, equation) = Equations.Name(names, term);
        body.Add(equation);
        return variable;
    }

    private sealed class Comprehensions(VariableNames names) : SyntaxRewriter
    {
        protected override Term RewriteComprehension(ComprehensionTerm comprehension)
        {
            var inner = (ComprehensionTerm)base.RewriteComprehension(comprehension);
            var body = inner.Body.Expressions.ToBuilder();
            var key = inner.Key is null ? null : Name(names, inner.Key, body);
            var value = Name(names, inner.Value, body);
            return body.Count == inner.Body.Expressions.Length
                ? inner
                : inner with { Key = key, Value = value, Body = inner.Body with { Expressions = body.ToImmutable() } };
        }
    }
}
