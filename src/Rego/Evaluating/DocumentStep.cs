using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>A step of a reference: a value, or a variable (or pattern) that takes each key in turn.</summary>
/// <param name="Value">The value; null if the key is looked for.</param>
/// <param name="Slot">Where a key that is looked for is put.</param>
/// <param name="Pattern">What such a key must match; null if any will do.</param>
internal sealed record DocumentKey(Expression? Value, int Slot, Condition[]? Pattern);

/// <summary>
/// A reference into <c>data</c> of which it is not known beforehand whether it reaches rules: base documents and rules are walked
/// side by side, key by key, and no rule off the way is evaluated.
/// </summary>
internal sealed class DocumentStep(DocumentNode start, DocumentKey[] keys, int value, Step next) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        context.Descend();
        var document = Paths.Follow(context.Scope.Data, start.Path);
        var node = context.Scope.Targets?.Cover(start.Path) == true ? null : start;
        var goOn = Walk(context, frame, 0, node, document);
        context.Ascend();
        return goOn;
    }

    private bool Walk(EvaluationContext context, Slot[] frame, int at, DocumentNode? node, RegoValue? document)
    {
        if (node is null)
        {
            return WalkValue(context, frame, at, document, isBase: true);
        }

        if (at == keys.Length)
        {
            return Finish(context, frame, node.Extent(context, document));
        }

        if (keys[at].Value is { } expression)
        {
            return expression.Evaluate(context, frame) is not { } key || Follow(context, frame, at, node, document, key);
        }

        // A key that both have is visited twice, as in OPA.
        if (document is RegoArray or RegoObject or RegoSet)
        {
            for (var members = new MemberEnumerator(document); members.MoveNext();)
            {
                if (Matches(context, frame, at, members.Key) && !Follow(context, frame, at, node, document, members.Key))
                {
                    return false;
                }
            }
        }

        foreach (var child in node.Children)
        {
            if (Matches(context, frame, at, child.Path[^1]) && !Follow(context, frame, at, node, document, child.Path[^1]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Follow(EvaluationContext context, Slot[] frame, int at, DocumentNode node, RegoValue? document, RegoValue key)
    {
        var child = node.Child(key);
        if (child is not null && context.Scope.Targets?.Cover(child.Path) == true)
        {
            child = null;
        }

        if (child?.Rules is not { } rules)
        {
            return Walk(context, frame, at + 1, child, Paths.BaseLookup(document, key));
        }

        var bound = 0;
        while (bound < rules.MaxKeys && at + 1 + bound < keys.Length && keys[at + 1 + bound].Value is not null)
        {
            bound++;
        }

        if (bound == 0)
        {
            return WalkValue(context, frame, at + 1, rules.Evaluate(context));
        }

        var values = new RegoValue[bound];
        for (var i = 0; i < bound; i++)
        {
            if (keys[at + 1 + i].Value!.Evaluate(context, frame) is not { } value)
            {
                return true;
            }

            values[i] = value;
        }

        return WalkValue(context, frame, at + 1 + bound, rules.Lookup(context, values));
    }

    private bool WalkValue(EvaluationContext context, Slot[] frame, int at, RegoValue? reached, bool isBase = false)
    {
        for (; at < keys.Length && reached is not null && keys[at].Value is { } expression; at++)
        {
            reached = expression.Evaluate(context, frame) is { } key ? isBase ? Paths.BaseLookup(reached, key) : reached.Lookup(key) : null;
        }

        if (at == keys.Length || reached is null)
        {
            return Finish(context, frame, reached);
        }

        if (reached is RegoArray or RegoObject or RegoSet)
        {
            for (var members = new MemberEnumerator(reached); members.MoveNext();)
            {
                if (Matches(context, frame, at, members.Key) && !WalkValue(context, frame, at + 1, members.Value, isBase))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Matches(EvaluationContext context, Slot[] frame, int at, RegoValue found)
    {
        context.Step();
        var (_, slot, pattern) = keys[at];
        if (slot >= 0)
        {
            frame[slot].Value = found;
        }

        if (pattern is not null)
        {
            foreach (var condition in pattern)
            {
                if (!condition.Holds(context, frame))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Finish(EvaluationContext context, Slot[] frame, RegoValue? reached)
    {
        if (reached is null)
        {
            return true;
        }

        if (value >= 0)
        {
            frame[value].Value = reached;
        }

        return next.Run(context, frame);
    }
}

/// <summary>Walks through the members of any collection; of a set the elements are keys and values at once.</summary>
internal struct MemberEnumerator(RegoValue collection)
{
    private int _at = -1;

    public RegoValue Key { get; private set; } = null!;

    public RegoValue Value { get; private set; } = null!;

    public bool MoveNext()
    {
        _at++;
        switch (collection)
        {
            case RegoArray array when _at < array.Count:
                Key = RegoNumber.Of(_at);
                Value = array[_at];
                return true;
            case RegoObject members when _at < members.Count:
                Key = members.KeyAt(_at);
                Value = members.ValueAt(_at);
                return true;
            case RegoSet set when _at < set.Count:
                Key = Value = set.ElementAt(_at);
                return true;
            default:
                return false;
        }
    }
}
