using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Safety;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: <c>$"a {x}"</c> becomes <c>internal.template_string(["a ", {v | v = x}])</c>: a set for each expression, empty if it is
/// undefined.
/// </summary>
internal static class RewriteTemplates
{
    private const string Function = "template_string";

    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var safe = SafetyChecks.ReservedNames();
            foreach (var arg in rule.Args)
            {
                VariableCollector.Add(safe, arg, Skip.None);
            }

            if (!Templates.AreIn(rule))
            {
                continue;
            }

            var rewriter = new Rewriter(compilation, rule.Names, safe).Inside(rule.Body);
            rule.Body = rewriter.Rewrite(new Body(rule.Span, rule.Body)).Expressions;
            rule.Args = rewriter.Rewrite(rule.Args);
            rule.Key = rule.Key is null ? null : rewriter.Rewrite(rule.Key);
            rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
            rule.Reference = [rule.Reference[0], .. rewriter.Rewrite([.. rule.Reference.AsSpan()[1..]])];
        }
    }

    public static ImmutableArray<Expr> InQuery(Compilation compilation, VariableNames names, ImmutableArray<Expr> body)
        => Templates.AreIn(body)
            ? new Rewriter(compilation, names, SafetyChecks.ReservedNames()).Inside(body).Rewrite(new Body(default, body)).Expressions
            : body;

    private sealed class Rewriter(Compilation compilation, VariableNames names, HashSet<string> safe) : SyntaxRewriter
    {
        public Rewriter Inside(ImmutableArray<Expr> body)
        {
            var visible = OutputVariables.OfBody(body, compilation, safe);
            visible.UnionWith(safe);
            return new Rewriter(compilation, names, visible);
        }

        protected override Term RewriteComprehension(ComprehensionTerm comprehension)
        {
            var inside = Inside(comprehension.Body.Expressions);
            return comprehension with
            {
                Body = inside.Rewrite(comprehension.Body),
                Key = comprehension.Key is null ? null : inside.Rewrite(comprehension.Key),
                Value = inside.Rewrite(comprehension.Value),
            };
        }

        protected override ExprContent RewriteContent(ExprContent content)
        {
            if (content is not Every every)
            {
                return base.RewriteContent(content);
            }

            var visible = new HashSet<string>(safe, StringComparer.Ordinal);
            VariableCollector.Add(visible, every.Value, Skip.None);
            if (every.Key is not null)
            {
                VariableCollector.Add(visible, every.Key, Skip.None);
            }

            var inside = new Rewriter(compilation, names, visible).Inside(every.Body.Expressions);
            return every with { Domain = Rewrite(every.Domain), Body = inside.Rewrite(every.Body) };
        }

        protected override Term RewriteTemplate(TemplateStringTerm template)
        {
            var parts = ImmutableArray.CreateBuilder<Term>(template.Parts.Length);
            foreach (var part in template.Parts)
            {
                parts.Add(part.Expression is null ? new StringTerm(part.Span, part.Text!) : Part(part.Expression));
            }

            if (parts.Count == 0)
            {
                parts.Add(new StringTerm(template.Span, ""));
            }

            var op = new RefTerm(template.Span, [new VarTerm(template.Span, "internal"), new StringTerm(template.Span, Function)]);
            return new CallTerm(template.Span, op, [new ArrayTerm(template.Span, parts.ToImmutable())]);
        }

        private Term Part(Expr expression)
        {
            var term = Rewrite((Term)expression.Content);
            if (term is ScalarTerm && expression.With.IsEmpty)
            {
                return term;
            }

            if (term is CallTerm call && Compilation.BuiltinOf(call.Operator) is { Relation: not null } relation)
            {
                compilation.Report(
                    DiagnosticCodes.Compile,
                    term.Span,
                    $"illegal call to relation built-in '{relation.Name}' that may cause multiple outputs");
            }

            foreach (var name in VariableCollector.In(term, Skip.ForSafety).Where(n => !safe.Contains(n)).Order(StringComparer.Ordinal))
            {
                compilation.Report(DiagnosticCodes.Compile, term.Span, $"var {VariableNames.Original(name)} is undeclared");
            }

            var value = new VarTerm(term.Span, names.Generate());
            var capture = Equations.Unify(value, term, term.Span) with { With = RewriteWith(expression.With) };
            return new ComprehensionTerm(term.Span, ComprehensionKind.Set, null, value, new Body(term.Span, [capture]));
        }
    }

    // Most bodies have no template: those need no look at their variables.
    private sealed class Templates : SyntaxRewriter
    {
        private bool _found;

        public static bool AreIn(RuleDraft rule)
        {
            var search = new Templates();
            search.Rewrite(new Body(default, rule.Body));
            foreach (var term in rule.Reference.Skip(1).Concat(rule.Args).Append(rule.Key).Append(rule.Value))
            {
                if (term is not null)
                {
                    search.Rewrite(term);
                }
            }

            return search._found;
        }

        public static bool AreIn(ImmutableArray<Expr> body)
        {
            var search = new Templates();
            search.Rewrite(new Body(default, body));
            return search._found;
        }

        protected override Term RewriteTemplate(TemplateStringTerm template)
        {
            _found = true;
            return template;
        }
    }
}
