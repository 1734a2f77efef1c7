using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>What terms consist of.</summary>
internal static class TermShape
{
    /// <summary>Whether references or comprehensions are in a term, so that it has a value only when they are evaluated.</summary>
    public static bool RequiresEvaluation(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return term switch
        {
            RefTerm or ComprehensionTerm => true,
            ArrayTerm array => array.Elements.Any(RequiresEvaluation),
            SetTerm set => set.Elements.Any(RequiresEvaluation),
            ObjectTerm @object => @object.Pairs.Any(p => RequiresEvaluation(p.Key) || RequiresEvaluation(p.Value)),
            CallTerm call => call.Args.Any(RequiresEvaluation),
            _ => false,
        };
    }

    /// <summary>Whether there are comprehensions in a term.</summary>
    public static bool ContainsComprehension(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return term switch
        {
            ComprehensionTerm => true,
            RefTerm reference => reference.Path.Any(ContainsComprehension),
            ArrayTerm array => array.Elements.Any(ContainsComprehension),
            SetTerm set => set.Elements.Any(ContainsComprehension),
            ObjectTerm @object => @object.Pairs.Any(p => ContainsComprehension(p.Key) || ContainsComprehension(p.Value)),
            CallTerm call => call.Args.Any(ContainsComprehension),
            _ => false,
        };
    }
}
