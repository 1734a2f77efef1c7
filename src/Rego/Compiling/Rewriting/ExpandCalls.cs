using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: calls within terms become expressions that give their result to a new variable, before the expression they stand in:
/// <c>f(g(x))</c> becomes <c>g(x, v); f(v)</c>. References into anything but a variable get one the same way.
/// </summary>
internal static class ExpandCalls
{
    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var body = new Expander(rule.Names).Rewrite(rule.Body).ToBuilder();
            var head = new Expander(rule.Names);
            rule.Args = head.Rewrite(rule.Args);
            rule.Key = rule.Key is null ? null : head.Rewrite(rule.Key);
            rule.Value = rule.Value is null ? null : head.Rewrite(rule.Value);
            body.AddRange(head.Support);
            rule.Body = body.ToImmutable();
        }
    }

    public static ImmutableArray<Expr> InBody(VariableNames names, ImmutableArray<Expr> body) => new Expander(names).Rewrite(body);

    private sealed class Expander(VariableNames names) : ExpandingRewriter
    {
        /// <summary>The expressions that terms need before them.</summary>
        public List<Expr> Support { get; } = [];

        protected override void Expand(Expr expression, List<Expr> result)
        {
            var with = expression.With;
            if (!with.IsEmpty)
            {
                var values = new Expander(names);
                with = [.. with.Select(w => w with { Value = values.Named(values.Rewrite(w.Value)) })];
                result.AddRange(values.Support);
            }

            var terms = new Expander(names);
            var content = expression.Content switch
            {
                CallTerm call => call with { Args = terms.Rewrite(call.Args) },
                Term term => terms.Rewrite(term),
                Every every => terms.ExpandEvery(every, with, result),
                var other => other,
            };
            result.AddRange(terms.Support.Select(s => with.IsEmpty ? s : s with { With = with }));
            result.Add(expression with { Content = content, With = with });
        }

        protected override Term RewriteCall(CallTerm call)
        {
            var args = Rewrite(call.Args);
            var output = new VarTerm(call.Span, names.Generate());
            Support.Add(new Expr(call.Span, call with { Args = args.Add(output), IsInfix = false }) { IsGenerated = true });
            return output;
        }

        protected override Term RewriteReference(RefTerm reference)
        {
            var path = Rewrite(reference.Path);
            if (path[0] is not VarTerm)
            {
                var (variable, equation) = Equations.Name(names, path[0]);
                Support.Add(equation);
                path = path.SetItem(0, variable);
            }

            return path == reference.Path ? reference : reference with { Path = path };
        }

        protected override Term RewriteComprehension(ComprehensionTerm comprehension)
        {
            var inner = new Expander(names);
            var body = inner.Rewrite(comprehension.Body.Expressions);
            var key = comprehension.Key is null ? null : inner.Rewrite(comprehension.Key);
            var value = inner.Rewrite(comprehension.Value);
            return comprehension with { Key = key, Value = value, Body = comprehension.Body with { Expressions = [.. body, .. inner.Support] } };
        }

        // A modifier holds for each of the expressions that its own becomes: one that contains bodies must not be there several times.
        private Term Named(Term value)
        {
            if (!TermShape.ContainsComprehension(value))
            {
                return value;
            }

            var (variable, equation) = Equations.Name(names, value);
            Support.Add(equation);
            return variable;
        }

        private Every ExpandEvery(Every every, ImmutableArray<WithModifier> with, List<Expr> result)
        {
            var (domain, equation) = Equations.Name(names, every.Domain);
            new Expander(names).Expand(equation with { With = with }, result);
            return every with { Domain = domain, Body = new Expander(names).Rewrite(every.Body) };
        }
    }
}
