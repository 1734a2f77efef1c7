using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>
/// Stage: <c>rego.metadata.chain()</c> and <c>rego.metadata.rule()</c> become constants. Annotations are read only if somebody
/// calls these.
/// </summary>
internal static class MetadataCalls
{
    private const string Chain = "rego.metadata.chain";
    private const string Rule = "rego.metadata.rule";

    public static void Run(Compilation compilation)
    {
        AnnotationSet? annotations = null;
        foreach (var rule in compilation.AllRules)
        {
            var calls = ExpressionWalker.All(rule).Where(e => IsCall(e, Chain) || IsCall(e, Rule)).ToList();
            if (calls.Count == 0)
            {
                continue;
            }

            annotations ??= new AnnotationSet(compilation);
            if (compilation.Failed)
            {
                return;
            }

            Rewrite(rule, annotations, calls);
        }
    }

    private static bool IsCall(Expr expression, string name) => expression.Content is CallTerm call && call.Name == name;

    private static void Rewrite(RuleDraft rule, AnnotationSet annotations, List<Expr> calls)
    {
        VarTerm? chain = null;
        VarTerm? own = null;
        var body = rule.Body;
        if (calls.FirstOrDefault(c => IsCall(c, Rule)) is { } ruleCall)
        {
            (own, var equation) = Equations.Name(rule.Names, annotations.OfRule(rule, ruleCall.Span));
            body = body.Insert(0, equation);
        }

        if (calls.FirstOrDefault(c => IsCall(c, Chain)) is { } chainCall)
        {
            (chain, var equation) = Equations.Name(rule.Names, annotations.Chain(rule, chainCall.Span));
            body = body.Insert(0, equation);
        }

        var rewriter = new Rewriter(chain, own);
        rule.Body = rewriter.Rewrite(new Body(rule.Span, body)).Expressions;
        rule.Key = rule.Key is null ? null : rewriter.Rewrite(rule.Key);
        rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
    }

    private sealed class Rewriter(VarTerm? chain, VarTerm? own) : SyntaxRewriter
    {
        public override Expr Rewrite(Expr expression)
        {
            var value = IsCall(expression, Chain) ? chain : IsCall(expression, Rule) ? own : null;
            if (value is null)
            {
                return base.Rewrite(expression);
            }

            var content = ((CallTerm)expression.Content).Args is [var output]
                ? Equations.Unify(output, value, expression.Span).Content
                : value;
            return expression with { Content = content, IsGenerated = true };
        }
    }
}
