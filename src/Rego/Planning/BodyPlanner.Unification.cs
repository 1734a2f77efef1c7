using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

// Unification: what it means at this place is known from which variables are bound.
internal sealed partial class BodyPlanner
{
    /// <summary>
    /// Plans <c>left = right</c>. Parts are unified in the order in which they can be: <c>[x, y] = [y, 1]</c> binds y first.
    /// </summary>
    public void Unify(CheckedTerm left, CheckedTerm right)
    {
        var pending = new List<(CheckedTerm Left, CheckedTerm Right)> { (left, right) };
        while (pending.Count > 0)
        {
            var waiting = new List<(CheckedTerm, CheckedTerm)>();
            var parts = new List<(CheckedTerm, CheckedTerm)>();
            foreach (var (one, other) in pending)
            {
                if (!TryUnify(one, other, parts))
                {
                    waiting.Add((one, other));
                }
            }

            if (parts.Count == 0 && waiting.Count == pending.Count)
            {
                var unbound = FirstUnbound(waiting[0].Item1) ?? FirstUnbound(waiting[0].Item2);
                throw new PlanningException($"var {unbound?.Name ?? "_"} is unsafe", left.Span);
            }

            pending = [.. parts, .. waiting];
        }
    }

    /// <summary>Plans one pair, or takes it apart, or says that it has to wait for another one.</summary>
    private bool TryUnify(CheckedTerm left, CheckedTerm right, List<(CheckedTerm, CheckedTerm)> parts)
    {
        var isLeftReady = IsReady(left);
        var isRightReady = IsReady(right);
        if (isLeftReady && isRightReady)
        {
            Compare(left, right);
            return true;
        }

        if (left is CheckedVar && isRightReady)
        {
            Assign(((CheckedVar)left).Variable, right);
            return true;
        }

        if (right is CheckedVar && isLeftReady)
        {
            Assign(((CheckedVar)right).Variable, left);
            return true;
        }

        if (left is CheckedVar one1 && right is CheckedVar other1)
        {
            return ReferenceEquals(one1.Variable, other1.Variable);
        }

        if (left is CheckedArray array && right is CheckedArray items)
        {
            UnifyArrays(array, items, parts);
            return true;
        }

        if (left is CheckedObject members && right is CheckedObject others && UnifyObjects(members, others, parts))
        {
            return true;
        }

        if (isRightReady)
        {
            return Match(left, right, parts);
        }

        return isLeftReady && Match(right, left, parts);
    }

    private void Compare(CheckedTerm left, CheckedTerm right)
    {
        // As in OPA, a comprehension is not evaluated to be compared with a value of another kind, and references come first.
        if (left is CheckedComprehension && right is CheckedRef)
        {
            (left, right) = (right, left);
        }

        // The left side first: it may bind what the right one needs no more.
        var one = Compile(left);
        var other = Compile(right);
        _steps.Add(right is CheckedComprehension { Kind: var kind } && left is not CheckedComprehension
            ? new SameAsComprehensionCondition(one, other, kind)
            : new SameCondition(one, other));
    }

    private void Assign(LocalVariable variable, CheckedTerm term)
    {
        var slot = SlotOf(variable);
        var value = term is CheckedRef reference && !Mentions(reference, variable)
            ? CompileReference(reference, slot)
            : Compile(term);

        // A reference can bind the variable that it is unified with: x = input[x].
        if (IsBound(variable))
        {
            _steps.Add(new SameCondition(new SlotExpression(slot), value));
            return;
        }

        if (value is not SlotExpression { Slot: var same } || same != slot)
        {
            _steps.Add(new BindCondition(slot, value));
        }

        MarkBound(variable);
    }

    private void UnifyArrays(CheckedArray left, CheckedArray right, List<(CheckedTerm, CheckedTerm)> parts)
    {
        if (left.Elements.Length != right.Elements.Length)
        {
            Never(left, right);
            return;
        }

        for (var i = 0; i < left.Elements.Length; i++)
        {
            parts.Add((left.Elements[i], right.Elements[i]));
        }
    }

    private bool UnifyObjects(CheckedObject left, CheckedObject right, List<(CheckedTerm, CheckedTerm)> parts)
    {
        if (left.Pairs.Length != right.Pairs.Length)
        {
            Never(left, right);
            return true;
        }

        var values = new Dictionary<object, CheckedTerm>(right.Pairs.Length);
        foreach (var pair in right.Pairs)
        {
            if (KeyOf(pair.Key) is { } key)
            {
                values.TryAdd(key, pair.Value);
            }
        }

        var found = new List<(CheckedTerm, CheckedTerm)>();
        foreach (var pair in left.Pairs)
        {
            if (KeyOf(pair.Key) is not { } key || !values.TryGetValue(key, out var other))
            {
                if (!left.Pairs.Concat(right.Pairs).All(p => policy.Constants.TryGet(p.Key, out _)))
                {
                    return false;
                }

                Never(left, right);
                return true;
            }

            found.Add((pair.Value, other));
        }

        parts.AddRange(found);
        return true;
    }

    // The same for the same keys: a constant's value, or a variable.
    private object? KeyOf(CheckedTerm key)
        => policy.Constants.TryGet(key, out var constant) ? constant : (key as CheckedVar)?.Variable;

    /// <summary>Takes a value apart by a pattern with unbound variables.</summary>
    private bool Match(CheckedTerm pattern, CheckedTerm term, List<(CheckedTerm, CheckedTerm)> parts)
    {
        // Keys must be known: an object is not searched for one.
        if (pattern is CheckedObject { Pairs: var keys } && !keys.All(p => IsReady(p.Key)))
        {
            return false;
        }

        if (pattern is not (CheckedArray or CheckedObject))
        {
            return false;
        }

        var value = Compile(term);
        if (value is not SlotExpression { Slot: var slot })
        {
            slot = NewSlot();
            _steps.Add(new BindCondition(slot, value));
        }

        if (pattern is CheckedArray array)
        {
            _steps.Add(new ArrayCondition(slot, array.Elements.Length));
            for (var i = 0; i < array.Elements.Length; i++)
            {
                parts.Add((array.Elements[i], new PlannedTerm(new ItemExpression(slot, i))));
            }

            return true;
        }

        var pairs = ((CheckedObject)pattern).Pairs;
        _steps.Add(new ObjectCondition(slot, pairs.Length));
        foreach (var pair in pairs)
        {
            parts.Add((pair.Value, new PlannedTerm(new LookupExpression(new SlotExpression(slot), Compile(pair.Key)))));
        }

        return true;
    }

    /// <summary>Plans what cannot hold. The variables count as bound, for what follows and is never reached.</summary>
    private void Never(CheckedTerm left, CheckedTerm right)
    {
        _steps.Add(new NeverCondition());
        foreach (var variable in VariablesIn(left).Concat(VariablesIn(right)))
        {
            SlotOf(variable);
            MarkBound(variable);
        }
    }

    private LocalVariable? FirstUnbound(CheckedTerm term) => VariablesIn(term).FirstOrDefault(v => !IsBound(v));

    private static bool Mentions(CheckedRef reference, LocalVariable variable)
        => reference.Path.Any(step => VariablesIn(step).Contains(variable));

    /// <summary>The variables of a term, without those inside comprehensions.</summary>
    internal static IEnumerable<LocalVariable> VariablesIn(CheckedTerm term) => term switch
    {
        CheckedVar variable => [variable.Variable],
        CheckedArray array => array.Elements.SelectMany(VariablesIn),
        CheckedSet set => set.Elements.SelectMany(VariablesIn),
        CheckedObject pairs => pairs.Pairs.SelectMany(p => VariablesIn(p.Key).Concat(VariablesIn(p.Value))),
        CheckedRef { Root: RefRoot.Variable } reference => reference.Path.SelectMany(VariablesIn).Prepend(reference.Variable!),
        CheckedRef reference => reference.Path.SelectMany(VariablesIn),
        _ => [],
    };
}
