using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Planning;

// Terms that have a value: all their variables are bound, apart from those that references in them enumerate.
internal sealed partial class BodyPlanner
{
    /// <summary>Whether a term has a value without being matched with another one.</summary>
    private bool IsReady(CheckedTerm term) => term switch
    {
        CheckedVar variable => IsBound(variable.Variable),
        CheckedArray array => AllReady(array.Elements),
        CheckedSet set => AllReady(set.Elements),
        CheckedObject pairs => pairs.Pairs.All(p => IsReady(p.Key) && IsReady(p.Value)),
        _ => true,
    };

    private bool AllReady(ImmutableArray<CheckedTerm> terms)
    {
        foreach (var term in terms)
        {
            if (!IsReady(term))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The expression of a term; steps that it needs before are added to the body.</summary>
    public Expression Compile(CheckedTerm term)
    {
        if (policy.Constants.TryGet(term, out var constant))
        {
            return new ConstantExpression(constant);
        }

        switch (term)
        {
            case PlannedTerm planned:
                return planned.Expression;
            case CheckedVar variable when IsBound(variable.Variable):
                return new SlotExpression(SlotOf(variable.Variable));
            case CheckedRef reference:
                return CompileReference(reference, wanted: -1);
            case CheckedArray array:
                return new ArrayExpression(CompileAll(array.Elements));
            case CheckedSet set:
                return new SetExpression(CompileAll(set.Elements));
            case CheckedObject pairs:
                return new ObjectExpression([.. pairs.Pairs.Select(p => (Compile(p.Key), Compile(p.Value)))]);
            case CheckedComprehension comprehension:
                return Compile(comprehension);
            case CheckedVar unbound:
                throw new PlanningException($"var {unbound.Variable.Name} is unsafe", term.Span);
            default:
                throw new PlanningException($"a term of kind {term.GetType().Name} cannot be planned", term.Span);
        }
    }

    private Expression[] CompileAll(ImmutableArray<CheckedTerm> terms)
    {
        var expressions = new Expression[terms.Length];
        for (var i = 0; i < expressions.Length; i++)
        {
            expressions[i] = Compile(terms[i]);
        }

        return expressions;
    }

    private Expression Compile(CheckedComprehension comprehension)
    {
        IsCostly = true;
        var body = Nested(() =>
        {
            Plan(comprehension.Body);
            var value = Compile(comprehension.Value);
            return comprehension.Kind switch
            {
                ComprehensionKind.Array => new AppendStep(value),
                ComprehensionKind.Set => new AddStep(value),
                _ => new PutStep(Compile(comprehension.Key!), value, comprehension.Span),
            };
        });

        return comprehension.Kind switch
        {
            ComprehensionKind.Array => new ArrayComprehension(body),
            ComprehensionKind.Set => new SetComprehension(body),
            _ => new ObjectComprehension(body),
        };
    }
}
