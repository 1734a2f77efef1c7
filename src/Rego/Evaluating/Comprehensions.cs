using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary><c>[value | body]</c>: the body ends in an <see cref="AppendStep"/>.</summary>
internal sealed class ArrayComprehension(Step body) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var outer = context.Items;
        context.Descend();
        var items = context.Items = context.RentItems();
        body.Run(context, frame);
        var result = items.Count == 0 ? RegoArray.Empty : RegoArray.Own([.. items]);
        context.ReturnItems(items);
        context.Ascend();
        context.Items = outer;
        return result;
    }
}

/// <summary>Adds an item to the array that is being made.</summary>
internal sealed class AppendStep(Expression value) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (value.Evaluate(context, frame) is { } item)
        {
            context.Items!.Add(item);
            context.CheckSize(context.Items.Count);
        }

        return true;
    }
}

/// <summary><c>{value | body}</c>: the body ends in an <see cref="AddStep"/>.</summary>
internal sealed class SetComprehension(Step body) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var outer = context.Set;
        context.Descend();
        context.Set = null;
        body.Run(context, frame);
        var result = context.Set?.Build() ?? RegoSet.Empty;
        context.Ascend();
        context.Set = outer;
        return result;
    }
}

/// <summary>Adds an element to the set that is being made, of a comprehension or of rules.</summary>
internal sealed class AddStep(Expression value) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (value.Evaluate(context, frame) is { } element)
        {
            var set = context.Set ??= new RegoSet.Builder();
            if (set.Add(element))
            {
                context.CheckSize(set.Count);
            }
        }

        return true;
    }
}

/// <summary><c>{key: value | body}</c>: the body ends in a <see cref="PutStep"/>.</summary>
internal sealed class ObjectComprehension(Step body) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var outer = context.Members;
        context.Descend();
        context.Members = null;
        body.Run(context, frame);
        var result = context.Members?.Build() ?? RegoObject.Empty;
        context.Ascend();
        context.Members = outer;
        return result;
    }
}

/// <summary>Adds a member to the object that is being made. Two values for one key are a conflict.</summary>
internal sealed class PutStep(Expression key, Expression value, Text.SourceSpan span) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        if (key.Evaluate(context, frame) is not { } name || value.Evaluate(context, frame) is not { } content)
        {
            return true;
        }

        var members = context.Members ??= new RegoObject.Builder();
        if (members.TryAdd(name, content))
        {
            context.CheckSize(members.Count);
        }
        else if (members.TryGet(name, out var before) && !before.Equals(content))
        {
            throw Conflicts.ObjectKeys(span);
        }

        return true;
    }
}
