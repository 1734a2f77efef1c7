using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Checks the expressions of a body in order, and learns the types of its variables from them.</summary>
internal sealed class BodyTypeChecker(TypeScope scope, List<Diagnostic> errors)
{
    private static readonly Signature Equality = new([RegoType.Any, RegoType.Any], null, RegoType.Boolean);

    private readonly TermUnifier _unifier = new(scope);

    /// <summary>Checks a body and says how many errors it has.</summary>
    public int Check(ImmutableArray<Expr> body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var before = errors.Count;
        foreach (var expression in body)
        {
            Check(expression);
        }

        return errors.Count - before;
    }

    private void Check(Expr expression)
    {
        var before = errors.Count;

        // Comprehensions may read what the references beside them bind.
        new ReferenceChecker(scope, _unifier, errors).CheckIn(expression);
        new ClosureChecker(scope, errors).CheckIn(expression);
        if (CheckModifiers(expression) && expression.Content is CallTerm call)
        {
            var (error, isUnknown) = call.Name == Operators.Unify ? CheckEquation(expression, call) : CheckCall(expression, call);

            // What is not known is not known because of the errors before.
            if (error is not null && !(isUnknown && errors.Count > before))
            {
                errors.Add(error);
            }
        }
    }

    private bool CheckModifiers(Expr expression)
    {
        foreach (var with in expression.With)
        {
            if (scope.Of(with.Target) is FunctionType target && scope.Of(with.Value) is FunctionType value && !TypeOperations.Unifies(target, value))
            {
                errors.Add(TypeErrors.Arguments(
                    with.Span, TermText.Of(with.Target), "arity mismatch", [.. value.Signature.Arguments], target.Signature));
                return false;
            }
        }

        return true;
    }

    private (Diagnostic? Error, bool IsUnknown) CheckEquation(Expr expression, CallTerm call)
    {
        if (call.Args.Length != 2)
        {
            var problem = call.Args.Length < 2 ? "too few arguments" : "too many arguments";
            return (TypeErrors.Arguments(expression.Span, Operators.Unify, problem, [.. call.Args.Select(scope.Of)], Equality), false);
        }

        var (left, right) = (scope.Of(call.Args[0]), scope.Of(call.Args[1]));
        return _unifier.Unify(call.Args[0], left, call.Args[1], right)
            ? (null, false)
            : (TypeErrors.Match(expression.Span, left, right), left is null || right is null);
    }

    private (Diagnostic? Error, bool IsUnknown) CheckCall(Expr expression, CallTerm call)
    {
        // Rules with errors have any type: nothing more is said about calls of them.
        if (scope.Of(call.Operator) is not FunctionType { Signature: var signature })
        {
            return (null, false);
        }

        var name = TermText.Of(call.Operator);
        var parameters = signature.Result is null ? signature.Arguments : [.. signature.Arguments, signature.Result];
        if (call.Args.Length > parameters.Count && signature.Variadic is null)
        {
            return (TypeErrors.Arguments(expression.Span, name, "too many arguments", [.. call.Args.Select(scope.Of)], signature), false);
        }

        if (call.Args.Length < signature.Arguments.Count)
        {
            return (TypeErrors.Arguments(expression.Span, name, "too few arguments", [.. call.Args.Select(scope.Of)], signature), false);
        }

        for (var i = 0; i < call.Args.Length; i++)
        {
            var wanted = i < parameters.Count ? parameters[i] : signature.Variadic!;
            if (!_unifier.Unify(call.Args[i], wanted, asUnion: false))
            {
                var have = call.Args.Select(scope.Of).ToList();
                return (TypeErrors.Arguments(expression.Span, name, "invalid argument(s)", have, signature), have.Contains(null));
            }
        }

        return (null, false);
    }
}
