using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

/// <summary>
/// Plans the body of one rule, its else branches, or a query. Bodies come in an order in which they can be executed, so that it is
/// known here, for every place, which variables are bound: a unification becomes an assignment, a comparison or a match, and a
/// step of a reference becomes a lookup or an enumeration.
/// </summary>
internal sealed partial class BodyPlanner(Planner policy)
{
    private readonly Dictionary<LocalVariable, int> _slots = [];
    private readonly HashSet<LocalVariable> _bound = [];
    private readonly List<LocalVariable> _order = [];
    private StepList _steps = new();

    /// <summary>Whether anything that was planned loops or calls functions.</summary>
    public bool IsCostly { get; private set; }

    /// <summary>The slots that a frame needs.</summary>
    public int FrameSize { get; private set; }

    /// <summary>
    /// Plans the expressions of a body in their order, but first those that name, or compare with a constant, what is known before
    /// the body begins: <c>x := input.a</c> need not be done again in every turn of a loop.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="isRule">Whether it is a rule's own. OPA's index leaves out rules that name what is missing in input or data
    /// before it looks at anything else of them, which decides whether errors of the rest are seen.</param>
    public void Plan(CheckedBody body, bool isRule = false)
    {
        var expressions = body.Expressions;
        var isFirst = new bool[expressions.Length];
        var isHarmless = true;
        for (var i = 0; i < isFirst.Length && isFirst.Length > 1; i++)
        {
            var unify = expressions[i] is CheckedUnify { IsNegated: false, With.IsEmpty: true } plain ? plain : null;
            isFirst[i] = unify is not null && (isHarmless || isRule) && IsKnownBefore(unify, onlyDocuments: !isHarmless);
            isHarmless &= isFirst[i] || IsHarmless(expressions[i]);
        }

        // What is known is asked before any of it is planned: variables that these bind are bound by the body.
        PlanWhere(isFirst, expected: true);
        PlanWhere(isFirst, expected: false);

        void PlanWhere(bool[] which, bool expected)
        {
            for (var i = 0; i < which.Length; i++)
            {
                if (which[i] == expected)
                {
                    Plan(expressions[i]);
                }
            }
        }
    }

    private bool IsKnownBefore(CheckedUnify unify, bool onlyDocuments)
        => (IsKnownBefore(unify.Left, onlyDocuments) && IsTarget(unify.Right)) || (IsKnownBefore(unify.Right, onlyDocuments) && IsTarget(unify.Left));

    private bool IsTarget(CheckedTerm term) => term is CheckedVar || policy.Constants.TryGet(term, out _);

    private bool IsKnownBefore(CheckedTerm term, bool onlyDocuments) => term switch
    {
        CheckedVar variable => !onlyDocuments && IsBound(variable.Variable),
        CheckedRef { Root: RefRoot.Variable } reference => !onlyDocuments && IsBound(reference.Variable!) && IsConstant(reference.Path),
        CheckedRef { Root: RefRoot.Input } reference => IsConstant(reference.Path),
        CheckedRef reference => IsConstant(reference.Path) && policy.IsBaseDocument(reference.Path),
        _ => false,
    };

    /// <summary>Whether an expression cannot fail with an error, so that nobody notices what comes before it.</summary>
    private bool IsHarmless(CheckedExpr expression) => expression is { With.IsEmpty: true } && expression switch
    {
        CheckedUnify unify => IsHarmless(unify.Left) && IsHarmless(unify.Right),
        CheckedTermExpr term => IsHarmless(term.Term),
        _ => false,
    };

    private bool IsHarmless(CheckedTerm term) => term switch
    {
        CheckedScalar or CheckedVar => true,
        CheckedArray array => array.Elements.All(IsHarmless),
        CheckedSet set => set.Elements.All(IsHarmless),
        CheckedObject pairs => pairs.Pairs.All(p => IsHarmless(p.Key) && IsHarmless(p.Value)),
        CheckedRef { Root: RefRoot.Data } reference => IsConstant(reference.Path) && policy.IsBaseDocument(reference.Path),
        CheckedRef => true,
        _ => false,
    };

    private bool IsConstant(System.Collections.Immutable.ImmutableArray<CheckedTerm> path)
    {
        foreach (var step in path)
        {
            if (step is not CheckedScalar && !policy.Constants.TryGet(step, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a condition to the body.</summary>
    public void Add(Condition condition) => _steps.Add(condition);

    /// <summary>Ends the body. Another one that shares the variables' slots can be planned after that; nothing is bound in it.</summary>
    public Step End(Step end)
    {
        var first = _steps.Link(end);
        _steps = new();
        _bound.Clear();
        _order.Clear();
        return first;
    }

    /// <summary>A slot that no variable has.</summary>
    public int NewSlot() => FrameSize++;

    /// <summary>Makes a variable, not yet bound, the name of a slot that has a value.</summary>
    public void BindTo(LocalVariable variable, int slot)
    {
        _slots[variable] = slot;
        MarkBound(variable);
    }

    public bool IsBound(LocalVariable variable) => _bound.Contains(variable);

    public int SlotOf(LocalVariable variable)
    {
        if (!_slots.TryGetValue(variable, out var slot))
        {
            _slots.Add(variable, slot = NewSlot());
        }

        return slot;
    }

    private void MarkBound(LocalVariable variable)
    {
        if (_bound.Add(variable))
        {
            _order.Add(variable);
        }
    }

    /// <summary>Plans steps whose variables nobody outside sees.</summary>
    private Step Nested(Func<Step> plan)
    {
        var outer = _steps;
        var mark = _order.Count;
        _steps = new();
        var end = plan();
        var first = _steps.Link(end);
        _steps = outer;
        for (var i = mark; i < _order.Count; i++)
        {
            _bound.Remove(_order[i]);
        }

        _order.RemoveRange(mark, _order.Count - mark);
        return first;
    }
}
