using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling.Typing;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stages: what is called exists, is called rightly, and may be called.</summary>
internal static class CallChecks
{
    public static void VoidCalls(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            VoidCalls(compilation, ExpressionWalker.NestedCalls(rule));
        }
    }

    /// <summary>Calls without a result that stand where a value is wanted.</summary>
    public static void VoidCalls(Compilation compilation, IEnumerable<CallTerm> calls)
    {
        foreach (var call in calls)
        {
            if (Compilation.BuiltinOf(call.Operator) is { Signature.Result: null })
            {
                compilation.Report(DiagnosticCodes.Type, call.Span, $"{TermText.Of(call)} used as value");
            }
        }
    }

    public static void UndefinedFunctions(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            UndefinedFunctions(compilation, ExpressionWalker.All(rule));
        }
    }

    /// <summary>Calls of what does not exist, or with too few or too many arguments. The output counts as one more.</summary>
    public static void UndefinedFunctions(Compilation compilation, IEnumerable<Expr> expressions)
    {
        foreach (var expression in expressions)
        {
            if (expression.Content is not CallTerm call || call.Name == Operators.Unify && call.Args.Length == 2)
            {
                continue;
            }

            if (compilation.ArityOf(call.Operator) is not { } arity)
            {
                var name = TermText.Of(call.Operator);
                compilation.Report(new Diagnostic(DiagnosticCodes.Type, $"undefined function {name}", expression.Span)
                {
                    Details = Suggestions.For(name, compilation) is { } similar ? [$"did you mean {similar}?"] : [],
                });
                continue;
            }

            if (Compilation.BuiltinOf(call.Operator) is { IsVariadic: true })
            {
                continue;
            }

            var given = call.Args.Length;
            var fits = expression.IsGenerated ? given == arity + 1 : given == arity || given == arity + 1;
            if (!fits)
            {
                ReportArity(compilation, expression, call, arity, expression.IsGenerated ? given - 1 : given);
            }
        }
    }

    /// <summary>Deprecated builtins, in modules held to v1's rules.</summary>
    public static void Deprecated(Compilation compilation)
    {
        foreach (var module in compilation.Modules.Where(m => m.IsStrictV1 || compilation.Options.Strict))
        {
            foreach (var rule in module.AllRules)
            {
                Deprecated(compilation, ExpressionWalker.All(rule));
            }
        }
    }

    public static void Deprecated(Compilation compilation, IEnumerable<Expr> expressions)
    {
        foreach (var (expression, builtin) in Builtins(expressions))
        {
            if (builtin.IsDeprecated)
            {
                compilation.Report(
                    DiagnosticCodes.Type, expression.Span, $"deprecated built-in function calls in expression: {builtin.Name}");
            }
        }
    }

    public static void NotAllowed(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            NotAllowed(compilation, ExpressionWalker.All(rule));
        }
    }

    /// <summary>Builtins that the host does not allow.</summary>
    public static void NotAllowed(Compilation compilation, IEnumerable<Expr> expressions)
    {
        if (compilation.Options.AllowedBuiltins is not { } allowed)
        {
            return;
        }

        foreach (var (expression, builtin) in Builtins(expressions))
        {
            if (!allowed.Contains(builtin.Name) && builtin.Name != Operators.Unify)
            {
                compilation.Report(
                    DiagnosticCodes.Type, expression.Span, $"unsafe built-in function calls in expression: {builtin.Name}");
            }
        }
    }

    private static IEnumerable<(Expr Expression, BuiltinEntry Builtin)> Builtins(IEnumerable<Expr> expressions)
        => from expression in expressions
            let builtin = expression.Content is CallTerm call ? Compilation.BuiltinOf(call.Operator) : null
            where builtin is not null
            select (expression, builtin);

    private static void ReportArity(Compilation compilation, Expr expression, CallTerm call, int arity, int given)
    {
        if (Compilation.BuiltinOf(call.Operator) is { } builtin)
        {
            compilation.Report(TypeErrors.Arguments(
                expression.Span, builtin.Name, "arity mismatch", [.. call.Args.Select(new TypeScope(compilation.Types).Of)], builtin.Signature));
            return;
        }

        compilation.Report(
            DiagnosticCodes.Type,
            expression.Span,
            $"function {TermText.Of(call.Operator)} has arity {arity}, got {given} argument{(given == 1 ? "" : "s")}");
    }
}
