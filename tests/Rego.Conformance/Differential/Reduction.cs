using System.Collections.Immutable;
using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>
/// One change that leaves a module simpler. All that are possible are counted as the module is walked through, large ones before
/// those inside them; the one with the given number is made. Not all of them give modules that compile.
/// </summary>
internal sealed class Reduction(int number) : SyntaxRewriter
{
    private int _counted;

    /// <summary>Whether there was a change with this number.</summary>
    public bool IsMade => _counted > number;

    public Module Rewrite(Module module) => module with { Rules = Fewer(module.Rules, 0, Rewrite) };

    public override Body Rewrite(Body body) => body with { Expressions = Fewer(body.Expressions, 1, Rewrite) };

    public override Expr Rewrite(Expr expression)
        => expression.IsNegated && IsTurn() ? expression with { IsNegated = false } : base.Rewrite(expression);

    public override Term Rewrite(Term term)
    {
        foreach (var simpler in Simpler(term))
        {
            if (IsTurn())
            {
                return simpler;
            }
        }

        return term switch
        {
            ArrayTerm array => array with { Elements = Fewer(array.Elements, 0, Rewrite) },
            SetTerm set => set with { Elements = Fewer(set.Elements, 0, Rewrite) },
            ObjectTerm @object => @object with { Pairs = Fewer(@object.Pairs, 0, p => new ObjectPair(Rewrite(p.Key), Rewrite(p.Value))) },
            _ => base.Rewrite(term),
        };
    }

    // The head is a document, a rule or a variable: it is replaced with the whole reference.
    protected override Term RewriteReference(RefTerm reference)
        => reference.Path.Length > 2 && IsTurn()
            ? reference with { Path = reference.Path[..^1] }
            : reference with { Path = [reference.Head, .. reference.Path.Skip(1).Select(Rewrite)] };

    protected override ImmutableArray<WithModifier> RewriteWith(ImmutableArray<WithModifier> modifiers)
        => Fewer(modifiers, 0, m => m with { Target = Rewrite(m.Target), Value = Rewrite(m.Value) });

    private Rule Rewrite(Rule rule)
    {
        if (rule.Else is not null && IsTurn())
        {
            return rule with { Else = rule.Else.Else };
        }

        var head = rule.Head with
        {
            Reference = (RefTerm)RewriteReference(rule.Head.Reference),
            Key = rule.Head.Key is { } key ? Rewrite(key) : null,
            Value = rule.Head.Value is { } value ? Rewrite(value) : null,
        };
        var body = rule.HasWrittenBody ? rule.Body with { Expressions = Fewer(rule.Body.Expressions, 0, Rewrite) } : rule.Body;
        return rule with
        {
            Head = head with { UsesIf = head.UsesIf && !body.Expressions.IsEmpty },
            Body = body,
            HasWrittenBody = rule.HasWrittenBody && !body.Expressions.IsEmpty,
            Else = rule.Else is null ? null : Rewrite(rule.Else),
        };
    }

    // A part instead of the whole, and a number instead of anything that is not a scalar.
    private static IEnumerable<Term> Simpler(Term term)
    {
        IEnumerable<Term> parts = term switch
        {
            CallTerm call => call.Args,
            ArrayTerm array => array.Elements,
            SetTerm set => set.Elements,
            ObjectTerm @object => @object.Pairs.Select(p => p.Value),
            _ => [],
        };
        return term is ScalarTerm ? parts : parts.Append(new NumberTerm(term.Span, "1"));
    }

    private ImmutableArray<T> Fewer<T>(ImmutableArray<T> items, int least, Func<T, T> rewrite)
    {
        for (var i = 0; i < items.Length && items.Length > least; i++)
        {
            if (IsTurn())
            {
                return items.RemoveAt(i);
            }
        }

        return [.. items.Select(rewrite)];
    }

    private bool IsTurn() => _counted++ == number;
}
