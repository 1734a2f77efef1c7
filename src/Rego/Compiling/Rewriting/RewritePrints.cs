using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Safety;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: <c>print(x)</c> becomes <c>internal.print([{v | v = x}])</c>, so that an undefined operand does not end the body; or it
/// goes, if printing is off.
/// </summary>
internal static class RewritePrints
{
    private const string Name = "print";

    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            if (!ExpressionWalker.All(rule).Any(IsPrint))
            {
                continue;
            }

            var globals = SafetyChecks.ReservedNames();
            foreach (var arg in rule.Args)
            {
                VariableCollector.Add(globals, arg, Skip.None);
            }

            var rewriter = new Rewriter(compilation, rule.Names, globals);
            rule.Body = rewriter.Rewrite(rule.Body);
            rule.Key = rule.Key is null ? null : rewriter.Rewrite(rule.Key);
            rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
        }
    }

    public static ImmutableArray<Expr> InQuery(Compilation compilation, VariableNames names, ImmutableArray<Expr> body)
        => ExpressionWalker.All(body).Any(IsPrint)
            ? new Rewriter(compilation, names, SafetyChecks.ReservedNames()).Rewrite(body)
            : body;

    private static bool IsPrint(Expr expression) => expression.Content is CallTerm { Name: Name };

    private sealed class Rewriter(Compilation compilation, VariableNames names, HashSet<string> globals) : SyntaxRewriter
    {
        public ImmutableArray<Expr> Rewrite(ImmutableArray<Expr> body)
        {
            var result = ImmutableArray.CreateBuilder<Expr>(body.Length);
            var visible = new HashSet<string>(globals, StringComparer.Ordinal);
            foreach (var written in body)
            {
                var inside = new Rewriter(compilation, names, new HashSet<string>(visible, StringComparer.Ordinal));
                var expression = inside.Rewrite(written);
                visible.UnionWith(OutputVariables.Of(written, compilation, visible));
                visible.UnionWith(VariableCollector.In(written).Where(VariableNames.IsGenerated));
                if (!IsPrint(expression))
                {
                    result.Add(expression);
                }
                else if (compilation.Options.EnablePrint)
                {
                    result.Add(inside.Print(expression, (CallTerm)expression.Content));
                }
            }

            if (result.Count == 0)
            {
                result.Add(Equations.True(body[0].Span));
            }

            return result.ToImmutable();
        }

        public override Body Rewrite(Body body) => body with { Expressions = Rewrite(body.Expressions) };

        protected override ExprContent RewriteContent(ExprContent content)
        {
            if (content is Every every)
            {
                globals.UnionWith(VariableCollector.In(every.Value));
                globals.UnionWith(VariableCollector.In(every.Key));
            }

            return base.RewriteContent(content);
        }

        private Expr Print(Expr expression, CallTerm call)
        {
            var operands = ImmutableArray.CreateBuilder<Term>(call.Args.Length);
            foreach (var arg in call.Args)
            {
                foreach (var name in VariableCollector.In(arg, Skip.ForSafety).Where(n => !globals.Contains(n)).Order(StringComparer.Ordinal))
                {
                    compilation.Report(DiagnosticCodes.Compile, arg.Span, $"var {VariableNames.Original(name)} is undeclared");
                }

                var value = new VarTerm(arg.Span, names.Generate());
                var body = new Body(arg.Span, [Equations.Unify(value, arg, arg.Span)]);
                operands.Add(new ComprehensionTerm(arg.Span, ComprehensionKind.Set, null, value, body));
            }

            var op = new RefTerm(call.Operator.Span, [new VarTerm(call.Operator.Span, "internal"), new StringTerm(call.Operator.Span, Name)]);
            return expression with { Content = new CallTerm(call.Span, op, [new ArrayTerm(call.Span, operands.MoveToImmutable())]) };
        }
    }
}
