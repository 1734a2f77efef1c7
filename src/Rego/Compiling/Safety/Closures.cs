using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Safety;

/// <summary>Comprehensions, template strings and bodies of <c>every</c>: what reads variables from around it.</summary>
internal static class Closures
{
    /// <summary>All variables that occur in closures of an expression.</summary>
    public static HashSet<string> VariablesIn(Expr expression)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        switch (expression.Content)
        {
            case Term term:
                Add(names, term);
                break;
            case Every every:
                VariableCollector.Add(names, every.Body.Expressions, Skip.None);
                break;
        }

        foreach (var with in expression.With)
        {
            Add(names, with.Target);
            Add(names, with.Value);
        }

        return names;
    }

    private static void Add(HashSet<string> names, Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case ComprehensionTerm or TemplateStringTerm:
                VariableCollector.Add(names, term, Skip.None);
                break;
            case RefTerm reference:
                AddAll(names, reference.Path);
                break;
            case CallTerm call:
                AddAll(names, call.Args);
                break;
            case ArrayTerm array:
                AddAll(names, array.Elements);
                break;
            case SetTerm set:
                AddAll(names, set.Elements);
                break;
            case ObjectTerm @object:
                foreach (var (key, value) in @object.Pairs)
                {
                    Add(names, key);
                    Add(names, value);
                }

                break;
        }
    }

    private static void AddAll(HashSet<string> names, ImmutableArray<Term> terms)
    {
        foreach (var term in terms)
        {
            Add(names, term);
        }
    }
}
