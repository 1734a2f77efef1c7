using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Rewriting;

/// <summary>
/// Stage: operands of calls and parts of patterns are made of constants and variables; references and comprehensions in them are
/// evaluated before: <c>f(data.x)</c> becomes <c>v = data.x; f(v)</c>. This also says when: before, and so outside of <c>not</c>.
/// </summary>
internal static class NameOperands
{
    public static void Run(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var rewriter = new Rewriter(rule.Names);
            rule.Body = rewriter.Rewrite(rule.Body);
            rule.Value = rule.Value is null ? null : rewriter.Rewrite(rule.Value);
        }
    }

    public static ImmutableArray<Expr> InBody(VariableNames names, ImmutableArray<Expr> body) => new Rewriter(names).Rewrite(body);

    private sealed class Rewriter(VariableNames names) : ExpandingRewriter
    {
        protected override void Expand(Expr expression, List<Expr> result)
        {
            var extract = new Extractor(this, names, expression.With, result);
            var content = expression.Content switch
            {
                CallTerm { Name: Operators.Unify, Args: [var left, var right] } call
                    => call with { Args = [extract.Side(left), extract.Side(right)] },
                CallTerm call => call with { Args = [.. call.Args.Select(extract.Operand)] },
                Every every => every with { Domain = extract.Operand(every.Domain), Body = Rewrite(every.Body) },
                Term term => extract.Side(term),
                var other => other,
            };
            result.Add(expression with { Content = content });
        }
    }

    // Moves references and comprehensions out of the terms of one expression.
    private sealed class Extractor(Rewriter rewriter, VariableNames names, ImmutableArray<WithModifier> with, List<Expr> result)
    {
        /// <summary>A whole side of an equation: it may be a reference or a comprehension itself.</summary>
        public Term Side(Term term) => term switch
        {
            RefTerm reference => Steps(reference),
            ComprehensionTerm comprehension => Inside(comprehension),
            _ => Operand(term),
        };

        public Term Operand(Term term)
        {
            switch (term)
            {
                case RefTerm reference:
                    return Name(Steps(reference));
                case ComprehensionTerm comprehension:
                    return Name(Inside(comprehension));
                case ArrayTerm array when TermShape.RequiresEvaluation(array):
                    return array with { Elements = [.. array.Elements.Select(Operand)] };
                case SetTerm set when TermShape.RequiresEvaluation(set):
                    return set with { Elements = [.. set.Elements.Select(Operand)] };
                case ObjectTerm @object when TermShape.RequiresEvaluation(@object):
                    return @object with { Pairs = [.. @object.Pairs.Select(p => new ObjectPair(Operand(p.Key), Operand(p.Value)))] };
                default:
                    return term;
            }
        }

        private RefTerm Steps(RefTerm reference)
        {
            var simple = true;
            foreach (var step in reference.Path.AsSpan()[1..])
            {
                simple &= step is ScalarTerm or VarTerm;
            }

            return simple ? reference : reference with { Path = [reference.Head, .. reference.Path.Skip(1).Select(Operand)] };
        }

        private ComprehensionTerm Inside(ComprehensionTerm comprehension)
            => comprehension with { Body = rewriter.Rewrite(comprehension.Body) };

        private VarTerm Name(Term term)
        {
            var (variable, equation) = Equations.Name(names, term);
            result.Add(equation with { With = with });
            return variable;
        }
    }
}
