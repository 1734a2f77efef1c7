namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>Variables that are used are defined.</summary>
internal sealed class NoUndefinedVariables : QueryRule
{
    public override void OnLiteral(QueryWalk walk, Literal literal)
    {
        if (walk.Operation is { } operation && literal is { Kind: LiteralKind.Variable, Variable: null })
        {
            walk.Report(literal.Place, operation.Name.Length > 0
                ? $"Variable \"{literal}\" is not defined by operation \"{operation.Name}\"."
                : $"Variable \"{literal}\" is not defined.");
        }
    }
}

/// <summary>Variables that are defined are used.</summary>
internal sealed class NoUnusedVariables : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        var where = operation.Name.Length > 0 ? $" in operation \"{operation.Name}\"" : "";
        foreach (var variable in operation.Variables.Where(variable => !variable.IsUsed))
        {
            walk.Report(variable.Place, $"Variable \"${variable.Name}\" is never used{where}.");
        }
    }
}

/// <summary>No two variables of an operation have one name.</summary>
internal sealed class UniqueVariableNames : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables.Where(variable => !seen.Add(variable.Name)))
        {
            walk.Report(variable.Place, $"There can be only one variable named \"${variable.Name}\".");
        }
    }
}

/// <summary>Variables have types that can be given.</summary>
internal sealed class VariablesAreInputTypes : QueryRule
{
    public override void OnOperation(QueryWalk walk, Operation operation)
    {
        foreach (var variable in operation.Variables.Where(variable => variable.Definition is { IsInput: false }))
        {
            walk.Report(variable.Place, $"Variable \"${variable.Name}\" cannot be non-input type \"{variable.Type}\".");
        }
    }
}

/// <summary>Variables stand where their type is expected; a default on either side makes up for null.</summary>
internal sealed class VariablesInAllowedPosition : QueryRule
{
    public override void OnLiteral(QueryWalk walk, Literal literal)
    {
        if (literal is not { Kind: LiteralKind.Variable, ExpectedType: { } expected, Variable: { } variable } || walk.Operation is null)
        {
            return;
        }

        var hasDefault = variable.Default is { Kind: not LiteralKind.Null } || literal.ExpectedTypeHasDefault;
        if (!variable.Type.FitsInto(hasDefault ? expected with { NonNull = false } : expected))
        {
            walk.Report(literal.Place, $"Variable \"{literal}\" of type \"{variable.Type}\" used in position expecting type \"{expected}\".");
        }
    }
}
