using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Planning;

// References: what is constant is resolved here, the rest becomes lookups and enumerations.
internal sealed partial class BodyPlanner
{
    /// <summary>The expression of a reference's value.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="wanted">A slot that the value may be put in at once if the last step is an enumeration; -1 for none.</param>
    private Expression CompileReference(CheckedRef reference, int wanted)
    {
        var path = reference.Path;
        switch (reference.Root)
        {
            case RefRoot.Variable when IsBound(reference.Variable!):
                return Follow(new SlotExpression(SlotOf(reference.Variable!)), path, 0, wanted);
            case RefRoot.Variable:
                throw new PlanningException($"var {reference.Variable!.Name} is unsafe", reference.Span);
            case RefRoot.Input:
                var keys = LeadingConstants(path, 0);
                return Follow(new InputExpression(keys), path, keys.Length, wanted);
            default:
                return CompileData(path, wanted);
        }
    }

    private Expression CompileData(ImmutableArray<CheckedTerm> path, int wanted)
    {
        var node = policy.Documents;
        for (var i = 0; i < path.Length; i++)
        {
            if (!policy.Constants.TryGet(path[i], out var key))
            {
                return CompileDocumentWalk(node, path, i);
            }

            if (node.Child(key) is not { } child)
            {
                var keys = LeadingConstants(path, 0);
                return Follow(new BaseDocumentExpression(keys), path, keys.Length, wanted, isBase: true);
            }

            if (child.Rules is { } rules)
            {
                return CompileRules(rules, path, i + 1, wanted);
            }

            node = child;
        }

        return new ExtentExpression(node);
    }

    private Expression CompileRules(DocumentRules rules, ImmutableArray<CheckedTerm> path, int from, int wanted)
    {
        var bound = 0;
        while (bound < rules.MaxKeys && from + bound < path.Length && IsReady(path[from + bound]))
        {
            bound++;
        }

        Expression document = bound == 0
            ? new RulesExpression(rules)
            : new RulesLookupExpression(rules, CompileAll(path[from..(from + bound)]));
        return Follow(document, path, from + bound, wanted);
    }

    /// <summary>What is below a value. Each enumeration is a step of its own, whose value the rest starts from.</summary>
    private Expression Follow(Expression start, ImmutableArray<CheckedTerm> path, int from, int wanted, bool isBase = false)
    {
        for (var i = from; i < path.Length;)
        {
            var constants = isBase ? [] : LeadingConstants(path, i);
            if (constants.Length > 0)
            {
                start = new PathExpression(start, constants);
                i += constants.Length;
                continue;
            }

            if (IsReady(path[i]))
            {
                var at = Compile(path[i]);
                start = isBase ? new BaseLookupExpression(start, at) : new LookupExpression(start, at);
                i++;
                continue;
            }

            var collection = start;
            var value = i == path.Length - 1 && wanted >= 0 ? wanted : NewSlot();
            var (key, pattern) = Sought(path[i]);
            _steps.Add(next => new EnumerateStep(collection, key, value, next));
            if (pattern is not null)
            {
                Unify(pattern, new PlannedTerm(new SlotExpression(key)));
            }

            start = new SlotExpression(value);
            i++;
        }

        return start;
    }

    /// <summary>Where an unbound step's key goes; a pattern that it must match if it is not just a variable.</summary>
    private (int Slot, CheckedTerm? Pattern) Sought(CheckedTerm step)
    {
        IsCostly = true;
        if (step is not CheckedVar { Variable: var variable })
        {
            return (NewSlot(), step);
        }

        MarkBound(variable);
        return (variable.Kind == LocalVariableKind.Wildcard ? -1 : SlotOf(variable), null);
    }

    private SlotExpression CompileDocumentWalk(DocumentNode node, ImmutableArray<CheckedTerm> path, int from)
    {
        var keys = new DocumentKey[path.Length - from];
        for (var i = 0; i < keys.Length; i++)
        {
            var step = path[from + i];
            if (IsReady(step))
            {
                keys[i] = new DocumentKey(Compile(step), -1, null);
                continue;
            }

            var (slot, pattern) = Sought(step);
            keys[i] = new DocumentKey(null, slot, pattern is null ? null : [PlanPattern(pattern, slot)]);
        }

        var value = NewSlot();
        _steps.Add(next => new DocumentStep(node, keys, value, next));
        return new SlotExpression(value);
    }

    // A pattern's matching never enumerates: it has no references in it.
    private StepsCondition PlanPattern(CheckedTerm pattern, int slot)
    {
        var outer = _steps;
        _steps = new();
        Unify(pattern, new PlannedTerm(new SlotExpression(slot)));
        var steps = _steps.Link(EnoughStep.Instance);
        _steps = outer;
        return new StepsCondition(steps);
    }

    private RegoValue[] LeadingConstants(ImmutableArray<CheckedTerm> path, int from)
    {
        var keys = new List<RegoValue>();
        for (var i = from; i < path.Length && policy.Constants.TryGet(path[i], out var key); i++)
        {
            keys.Add(key);
        }

        return [.. keys];
    }
}
