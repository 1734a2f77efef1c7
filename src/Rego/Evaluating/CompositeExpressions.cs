using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ArrayExpression(Expression[] items) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var values = new RegoValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Evaluate(context, frame) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return RegoArray.Own(values);
    }
}

/// <summary><c>{a, b}</c>.</summary>
internal sealed class SetExpression(Expression[] elements) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var set = new RegoSet.Builder(elements.Length);
        foreach (var element in elements)
        {
            if (element.Evaluate(context, frame) is not { } value)
            {
                return null;
            }

            set.Add(value);
        }

        return set.Build();
    }
}

/// <summary><c>{a: b}</c>.</summary>
internal sealed class ObjectExpression((Expression Key, Expression Value)[] members) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        var made = new RegoObject.Builder(members.Length);
        foreach (var (key, value) in members)
        {
            if (key.Evaluate(context, frame) is not { } name || value.Evaluate(context, frame) is not { } content)
            {
                return null;
            }

            made.Set(name, content);
        }

        return made.Build();
    }
}
