using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>All expressions and calls of rules, those within comprehensions, <c>every</c> and template strings too.</summary>
internal static class ExpressionWalker
{
    public static List<Expr> All(RuleDraft rule)
    {
        var found = new Finder();
        foreach (var term in HeadTerms(rule))
        {
            found.Visit(term);
        }

        found.Visit(rule.Body);
        return found.Expressions;
    }

    public static List<Expr> All(IEnumerable<Expr> body)
    {
        var found = new Finder();
        found.Visit(body);
        return found.Expressions;
    }

    /// <summary>All terms of a rule that are calls, and are not expressions of their own.</summary>
    public static List<CallTerm> NestedCalls(RuleDraft rule)
    {
        var found = new Finder();
        foreach (var term in HeadTerms(rule))
        {
            found.Visit(term);
        }

        found.Visit(rule.Body);
        return found.Calls;
    }

    /// <summary>All terms of a body that are calls, and are not expressions of their own.</summary>
    public static List<CallTerm> NestedCalls(IEnumerable<Expr> body)
    {
        var found = new Finder();
        found.Visit(body);
        return found.Calls;
    }

    /// <summary>All references, whole and in order, those in other references too.</summary>
    public static List<RefTerm> References(RuleDraft rule)
    {
        var found = new Finder();
        foreach (var term in HeadTerms(rule))
        {
            found.Visit(term);
        }

        found.Visit(rule.Body);
        return found.References;
    }

    private static IEnumerable<Term> HeadTerms(RuleDraft rule)
    {
        foreach (var term in rule.Reference.Skip(1).Concat(rule.Args))
        {
            yield return term;
        }

        if (rule.Key is not null)
        {
            yield return rule.Key;
        }

        if (rule.Value is not null)
        {
            yield return rule.Value;
        }
    }

    private sealed class Finder
    {
        public List<Expr> Expressions { get; } = [];

        public List<CallTerm> Calls { get; } = [];

        public List<RefTerm> References { get; } = [];

        public void Visit(IEnumerable<Expr> body)
        {
            foreach (var expression in body)
            {
                Visit(expression);
            }
        }

        public void Visit(Term term)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (term)
            {
                case RefTerm reference:
                    References.Add(reference);
                    Visit(reference.Path.AsSpan());
                    break;
                case CallTerm call:
                    Calls.Add(call);
                    VisitCall(call);
                    break;
                case ArrayTerm array:
                    Visit(array.Elements.AsSpan());
                    break;
                case SetTerm set:
                    Visit(set.Elements.AsSpan());
                    break;
                case ObjectTerm @object:
                    foreach (var (key, value) in @object.Pairs)
                    {
                        Visit(key);
                        Visit(value);
                    }

                    break;
                case ComprehensionTerm comprehension:
                    if (comprehension.Key is not null)
                    {
                        Visit(comprehension.Key);
                    }

                    Visit(comprehension.Value);
                    Visit(comprehension.Body.Expressions);
                    break;
                case TemplateStringTerm template:
                    foreach (var part in template.Parts)
                    {
                        if (part.Expression is not null)
                        {
                            Visit(part.Expression);
                        }
                    }

                    break;
            }
        }

        private void Visit(Expr expression)
        {
            Expressions.Add(expression);
            switch (expression.Content)
            {
                case CallTerm call:
                    VisitCall(call);
                    break;
                case Term term:
                    Visit(term);
                    break;
                case SomeIn some:
                    if (some.Key is not null)
                    {
                        Visit(some.Key);
                    }

                    Visit(some.Value);
                    Visit(some.Domain);
                    break;
                case Every every:
                    Visit(every.Domain);
                    Visit(every.Body.Expressions);
                    break;
            }

            foreach (var with in expression.With)
            {
                Visit(with.Target);
                Visit(with.Value);
            }
        }

        private void VisitCall(CallTerm call)
        {
            References.Add(call.Operator);
            Visit(call.Args.AsSpan());
        }

        private void Visit(ReadOnlySpan<Term> terms)
        {
            foreach (var term in terms)
            {
                Visit(term);
            }
        }
    }
}
