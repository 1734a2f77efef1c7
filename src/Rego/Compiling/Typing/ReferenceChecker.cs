using System.Runtime.CompilerServices;
using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Checks that references lead somewhere, as far as types tell, and learns the types of the variables in them.</summary>
internal sealed class ReferenceChecker(TypeScope scope, TermUnifier unifier, List<Diagnostic> errors) : SyntaxRewriter
{
    public void CheckIn(Expr expression)
    {
        switch (expression.Content)
        {
            case CallTerm call:
                foreach (var arg in call.Args)
                {
                    Rewrite(arg);
                }

                break;
            case Every every:
                Rewrite(every.Domain);
                foreach (var inner in every.Body.Expressions)
                {
                    CheckIn(inner);
                }

                break;
            case Term term:
                Rewrite(term);
                break;
        }
    }

    // Comprehensions are checked with what they bind.
    protected override Term RewriteComprehension(ComprehensionTerm comprehension) => comprehension;

    protected override Term RewriteReference(RefTerm reference)
    {
        if (scope.Of(reference) is FunctionType function)
        {
            errors.Add(TypeErrors.Unsupported(reference, reference.Path.Length - 1, function));
            return reference;
        }

        if (Check(reference) is { } error)
        {
            errors.Add(error);
        }

        foreach (var step in reference.Path.AsSpan()[1..])
        {
            Rewrite(step);
        }

        return reference;
    }

    private Diagnostic? Check(RefTerm reference) => reference.Head switch
    {
        VarTerm { Name: "data" } => CheckInRules(reference),
        VarTerm { Name: "input" } => CheckInType(reference, RegoType.Any, 1),
        VarTerm v => CheckInType(reference, LearnAny(v.Name), 1),
        _ => null,
    };

    private RegoType LearnAny(string name)
    {
        if (scope.Variable(name) is { } known)
        {
            return known;
        }

        scope.Set(name, RegoType.Any);
        return RegoType.Any;
    }

    private Diagnostic? CheckInRules(RefTerm reference)
    {
        var node = scope.Rules;
        for (var i = 1; i < reference.Path.Length; i++)
        {
            var step = reference.Path[i];

            // A package and its rules have names.
            if (i <= 2 && step is not (VarTerm or StringTerm))
            {
                return TypeErrors.Invalid(reference, i, scope.Of(step), RegoType.String, node.Children.Select(c => c.Key!));
            }

            if (step is VarTerm v)
            {
                var keys = TypeOperations.Keys(node.Extent())!;
                if (scope.Variable(v.Name) is not { } known)
                {
                    scope.Set(v.Name, keys);
                }
                else if (!TypeOperations.Unifies(keys, known))
                {
                    return TypeErrors.Invalid(reference, i, known, keys, node.Children.Select(c => c.Key!));
                }
            }

            // Where there is no rule there may be base documents, of which nothing is known.
            if (node.Child(step) is not { } child)
            {
                return CheckInType(reference, RegoType.Any, i);
            }

            if (child.Type is not null)
            {
                return CheckInType(reference, child.Type, i + 1);
            }

            node = child;
        }

        return null;
    }

    private Diagnostic? CheckInType(RefTerm reference, RegoType? type, int from)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = from; i < reference.Path.Length; i++)
        {
            if (TypeOperations.Keys(type) is not { } keys)
            {
                return TypeErrors.Unsupported(reference, i - 1, type);
            }

            switch (reference.Path[i])
            {
                case VarTerm v when scope.Variable(v.Name) is { } known:
                    if (!TypeOperations.Unifies(known, keys))
                    {
                        return TypeErrors.Invalid(reference, i, known, keys, TypeErrors.KeysOf(type));
                    }

                    type = TypeOperations.Values(type);
                    break;
                case VarTerm v:
                    scope.Set(v.Name, keys);
                    type = TypeOperations.Values(type);
                    break;
                case ScalarTerm scalar:
                    if (TypeOperations.Select(type, scalar) is not { } selected)
                    {
                        return TypeErrors.Invalid(reference, i, null, keys, TypeErrors.KeysOf(type));
                    }

                    type = selected;
                    break;
                case ArrayTerm or ObjectTerm or SetTerm:
                    if (!unifier.Unify(reference.Path[i], keys, asUnion: false))
                    {
                        return TypeErrors.Invalid(reference, i, scope.Of(reference.Path[i]), keys, []);
                    }

                    type = TypeOperations.Values(type);
                    break;
                default:
                    type = TypeOperations.Values(type);
                    break;
            }
        }

        return null;
    }
}
