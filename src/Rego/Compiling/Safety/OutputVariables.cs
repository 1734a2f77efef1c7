using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Safety;

/// <summary>
/// The variables that an expression gives values to when it is evaluated: those in references that can be walked, those an
/// equation finds, those that take a call's result.
/// </summary>
internal static class OutputVariables
{
    public static HashSet<string> OfBody(IEnumerable<Expr> body, Compilation compilation, HashSet<string> safe)
    {
        var known = new HashSet<string>(safe, StringComparer.Ordinal);
        foreach (var expression in body)
        {
            known.UnionWith(Of(expression, compilation, known));
        }

        known.ExceptWith(safe);
        return known;
    }

    public static HashSet<string> Of(Expr expression, Compilation compilation, HashSet<string> safe)
    {
        if (expression.IsNegated || !ModifiersAreKnown(expression, safe))
        {
            return [];
        }

        switch (expression.Content)
        {
            case CallTerm { Name: Operators.Unify, Args.Length: 2 }:
                return OfUnify(expression, safe);
            case CallTerm call:
                return OfCall(call, compilation, safe);
            case Every every:
                var inDomain = NewSet();
                AddReferences(inDomain, every.Domain, safe);
                return inDomain;
            case Term term:
                var found = NewSet();
                AddReferences(found, term, safe);
                return found;
            default:
                return [];
        }
    }

    public static HashSet<string> OfUnify(Expr equation, HashSet<string> safe)
    {
        var call = (CallTerm)equation.Content;
        var outputs = NewSet();
        AddReferences(outputs, call.Args[0], safe);
        AddReferences(outputs, call.Args[1], safe);

        // Only what occurs here matters, and a body may have very many variables.
        var known = VariableCollector.In(call);
        known.RemoveWhere(n => !safe.Contains(n) && !outputs.Contains(n));
        var unifier = new Unifier(known);
        unifier.Unify(call.Args[0], call.Args[1]);
        outputs.UnionWith(unifier.Unified);
        outputs.ExceptWith(safe);
        return outputs;
    }

    private static HashSet<string> OfCall(CallTerm call, Compilation compilation, HashSet<string> safe)
    {
        if (compilation.ArityOf(call.Operator) is not { } arity)
        {
            return [];
        }

        var outputs = NewSet();
        foreach (var arg in call.Args)
        {
            AddReferences(outputs, arg, safe);
        }

        if (call.Args.Length <= arity)
        {
            return outputs;
        }

        const Skip Inputs = Skip.ReferenceHeads | Skip.ObjectKeys | Skip.Closures | Skip.Sets;
        for (var i = 0; i < arity; i++)
        {
            foreach (var name in VariableCollector.In(call.Args[i], Inputs))
            {
                if (!outputs.Contains(name) && !safe.Contains(name))
                {
                    return [];
                }
            }
        }

        for (var i = arity; i < call.Args.Length; i++)
        {
            VariableCollector.Add(outputs, call.Args[i], Inputs);
        }

        return outputs;
    }

    private static bool ModifiersAreKnown(Expr expression, HashSet<string> safe)
    {
        foreach (var with in expression.With)
        {
            var names = NewSet();
            VariableCollector.Add(names, with, Skip.ForSafety);
            if (!names.IsSubsetOf(safe))
            {
                return false;
            }
        }

        return true;
    }

    // Walking a reference finds all variables in it, if its head is known.
    private static void AddReferences(HashSet<string> found, Term term, HashSet<string> safe)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case RefTerm reference:
                if (Unifier.IsKnown(reference, safe))
                {
                    if (!Terms.IsGround(reference))
                    {
                        VariableCollector.Add(found, reference, Skip.ReferenceHeads);
                    }

                    AddAll(found, reference.Path.AsSpan(), safe);
                }

                break;
            case CallTerm call:
                AddAll(found, call.Args.AsSpan(), safe);
                break;
            case ArrayTerm array:
                AddAll(found, array.Elements.AsSpan(), safe);
                break;
            case SetTerm set:
                AddAll(found, set.Elements.AsSpan(), safe);
                break;
            case ObjectTerm @object:
                foreach (var (key, value) in @object.Pairs)
                {
                    AddReferences(found, key, safe);
                    AddReferences(found, value, safe);
                }

                break;
        }
    }

    private static void AddAll(HashSet<string> found, ReadOnlySpan<Term> terms, HashSet<string> safe)
    {
        foreach (var term in terms)
        {
            AddReferences(found, term, safe);
        }
    }

    private static HashSet<string> NewSet() => new(StringComparer.Ordinal);
}
