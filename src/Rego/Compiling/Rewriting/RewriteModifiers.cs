using System.Collections.Immutable;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: what a <c>with</c> may replace, and by what. Values that must be evaluated are, before the expression.
/// </summary>
internal static class RewriteModifiers
{
    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var rewriter = new Rewriter(compilation, rule.Names);
            rule.Body = rewriter.Rewrite(rule.Body);
            rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
        }
    }

    public static ImmutableArray<Expr> InQuery(Compilation compilation, VariableNames names, ImmutableArray<Expr> body)
        => new Rewriter(compilation, names).Rewrite(body);

    private sealed class Rewriter(Compilation compilation, VariableNames names) : ExpandingRewriter
    {
        protected override void Expand(Expr expression, List<Expr> result)
        {
            expression = Rewrite(expression);
            if (!expression.With.IsEmpty)
            {
                var with = ImmutableArray.CreateBuilder<WithModifier>(expression.With.Length);
                foreach (var modifier in expression.With)
                {
                    with.Add(Check(modifier, result));
                }

                expression = expression with { With = with.MoveToImmutable() };
            }

            result.Add(expression);
        }

        private WithModifier Check(WithModifier modifier, List<Expr> result)
        {
            // Builtins' names are variables to the parser.
            var target = AsFunction(modifier.Target);
            var value = AsFunction(modifier.Value);
            modifier = modifier with { Target = target, Value = value };
            var mustEvaluate = target switch
            {
                RefTerm { Head: VarTerm { Name: "data" } } data => CheckData(data, value),
                RefTerm { Head: VarTerm { Name: "input" } } => true,
                RefTerm function when Compilation.BuiltinOf(function) is { } builtin => CheckBuiltin(function, builtin, value),
                _ => Wrong(
                    DiagnosticCodes.Type, target.Span, "with keyword target must reference existing input, data, or a function"),
            };
            if (!mustEvaluate || !TermShape.RequiresEvaluation(value))
            {
                return modifier;
            }

            var (variable, equation) = Equations.Name(names, value);
            result.Add(equation);
            return modifier with { Value = variable };
        }

        private static Term AsFunction(Term term)
            => term is VarTerm v && BuiltinTable.ByName.ContainsKey(v.Name) ? new RefTerm(v.Span, [v]) : term;

        // Whether the value is one, and no function.
        private bool CheckData(RefTerm target, Term value)
        {
            RuleNode? node = compilation.Rules;
            for (var i = 1; i < target.Path.Length - 1 && node is not null; i++)
            {
                node = target.Path[i] is ScalarTerm step ? node.Child(step) : null;
                if (node?.Drafts.Count > 0)
                {
                    return Wrong(DiagnosticCodes.Compile, target.Span, "with keyword cannot partially replace virtual document(s)");
                }
            }

            var isFunction = target.Path[^1] is ScalarTerm last && node?.Child(last) is { } found && found.Drafts.Any(r => r.Args.Length > 0);
            return !((isFunction && IsFunctionValue(value)) || IsRuleFunction(value));
        }

        private bool CheckBuiltin(RefTerm target, BuiltinEntry builtin, Term value)
        {
            const string Prefix = "with keyword replacing built-in function:";
            if (compilation.Options.AllowedBuiltins is { } allowed && !allowed.Contains(builtin.Name))
            {
                return Wrong(DiagnosticCodes.Compile, target.Span, $"{Prefix} target must not be unsafe: \"{builtin.Name}\"");
            }

            var problem = builtin switch
            {
                { Name: Operators.Unify or "rego.metadata.chain" or "rego.metadata.rule" } => $"replacement of \"{builtin.Name}\" invalid",
                _ when builtin.Name.StartsWith("internal.", StringComparison.Ordinal)
                    => $"replacement of internal function \"{builtin.Name}\" invalid",
                { Relation: not null } => "target must not be a relation",
                { Signature.Result: null } => "target must not be a void function",
                _ => null,
            };
            return problem is null ? !IsFunctionValue(value) : Wrong(DiagnosticCodes.Compile, target.Span, $"{Prefix} {problem}");
        }

        private bool IsFunctionValue(Term value)
            => value is RefTerm reference
                && (RuleTree.Find(compilation.Rules, reference.Path.AsSpan()) is not null || Compilation.BuiltinOf(reference) is not null);

        private bool IsRuleFunction(Term value)
            => value is RefTerm reference
                && RuleTree.Find(compilation.Rules, reference.Path.AsSpan()) is { } node
                && node.Drafts.Any(r => r.Args.Length > 0);

        private bool Wrong(string code, SourceSpan span, string message)
        {
            compilation.Report(code, span, message);
            return false;
        }
    }
}
