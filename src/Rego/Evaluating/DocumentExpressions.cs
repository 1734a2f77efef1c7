using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>The document that rules make: <c>data.a.p</c>.</summary>
internal sealed class RulesExpression(DocumentRules rules) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
        => context.Scope.Targets?.Cover(rules.Path) == true
            ? Paths.Follow(context.Scope.Data, rules.Path)
            : rules.Evaluate(context);
}

/// <summary>What is below bound keys in the document of partial rules: <c>data.a.p[x]</c>.</summary>
internal sealed class RulesLookupExpression(DocumentRules rules, Expression[] keys) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        context.Step();
        var values = new RegoValue[keys.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (keys[i].Evaluate(context, frame) is not { } key)
            {
                return null;
            }

            values[i] = key;
        }

        return context.Scope.Targets?.Cover(rules.Path) == true
            ? Paths.Follow(Paths.Follow(context.Scope.Data, rules.Path), values)
            : rules.Lookup(context, values);
    }
}

/// <summary>A package, or what is above packages: everything below it.</summary>
internal sealed class ExtentExpression(DocumentNode node) : Expression
{
    public override RegoValue? Evaluate(EvaluationContext context, Slot[] frame)
    {
        context.Step();
        var document = Paths.Follow(context.Scope.Data, node.Path);
        return context.Scope.Targets?.Cover(node.Path) == true ? document : node.Extent(context, document);
    }
}
