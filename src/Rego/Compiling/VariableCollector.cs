using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>What a collector of variables does not look at.</summary>
[Flags]
internal enum Skip
{
    None = 0,

    /// <summary>The first part of references.</summary>
    ReferenceHeads = 1,

    /// <summary>The first part of what is called, and of what <c>with</c> names.</summary>
    OperatorHeads = 2,

    /// <summary>Comprehensions, template strings and the bodies of <c>every</c>.</summary>
    Closures = 4,

    /// <summary>The keys of objects: no pattern can bind there.</summary>
    ObjectKeys = 8,

    /// <summary>Sets: no pattern can bind there.</summary>
    Sets = 16,

    /// <summary>What the check of safety leaves out.</summary>
    ForSafety = OperatorHeads | Closures,

    /// <summary>What unification leaves out.</summary>
    ForPatterns = ReferenceHeads | ObjectKeys | Closures,
}

/// <summary>Collects the names of variables in terms, expressions and bodies.</summary>
internal static class VariableCollector
{
    public static HashSet<string> In(Term? term, Skip skip = Skip.None)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (term is not null)
        {
            Add(names, term, skip);
        }

        return names;
    }

    public static HashSet<string> In(Expr expression, Skip skip = Skip.None)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(names, expression, skip);
        return names;
    }

    public static HashSet<string> In(ImmutableArray<Expr> body, Skip skip = Skip.None)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(names, body, skip);
        return names;
    }

    public static void Add(HashSet<string> names, ImmutableArray<Expr> body, Skip skip)
    {
        foreach (var expression in body)
        {
            Add(names, expression, skip);
        }
    }

    public static void Add(HashSet<string> names, Expr expression, Skip skip)
    {
        switch (expression.Content)
        {
            case Term term:
                Add(names, term, skip);
                break;
            case Every every:
                Add(names, every.Domain, skip);
                if ((skip & Skip.Closures) == 0)
                {
                    AddOptional(names, every.Key, skip);
                    Add(names, every.Value, skip);
                    Add(names, every.Body.Expressions, skip);
                }
                else
                {
                    // The body is left out, and so are the modifiers that hold for it.
                    return;
                }

                break;
            case SomeIn some:
                AddOptional(names, some.Key, skip);
                Add(names, some.Value, skip);
                Add(names, some.Domain, skip);
                break;
            case SomeDeclaration some:
                AddAll(names, some.Symbols.AsSpan(), skip);
                break;
        }

        foreach (var with in expression.With)
        {
            Add(names, with, skip);
        }
    }

    public static void Add(HashSet<string> names, WithModifier with, Skip skip)
    {
        if ((skip & Skip.OperatorHeads) == 0)
        {
            Add(names, with.Target, skip);
            Add(names, with.Value, skip);
            return;
        }

        if (with.Target is RefTerm target)
        {
            AddAll(names, target.Path.AsSpan()[1..], skip);
        }

        if (with.Value is RefTerm value)
        {
            AddAll(names, value.Path.AsSpan()[1..], skip);
        }
        else
        {
            Add(names, with.Value, skip);
        }
    }

    public static void Add(HashSet<string> names, Term term, Skip skip)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case VarTerm v:
                names.Add(v.Name);
                break;
            case RefTerm reference:
                AddAll(names, (skip & Skip.ReferenceHeads) == 0 || reference.Head is not VarTerm ? reference.Path.AsSpan() : reference.Path.AsSpan()[1..], skip);
                break;
            case CallTerm call:
                AddAll(names, (skip & (Skip.OperatorHeads | Skip.ReferenceHeads)) == 0 ? call.Operator.Path.AsSpan() : call.Operator.Path.AsSpan()[1..], skip);
                AddAll(names, call.Args.AsSpan(), skip);
                break;
            case ArrayTerm array:
                AddAll(names, array.Elements.AsSpan(), skip);
                break;
            case SetTerm set when (skip & Skip.Sets) == 0:
                AddAll(names, set.Elements.AsSpan(), skip);
                break;
            case ObjectTerm @object:
                foreach (var (key, value) in @object.Pairs)
                {
                    if ((skip & Skip.ObjectKeys) == 0)
                    {
                        Add(names, key, skip);
                    }

                    Add(names, value, skip);
                }

                break;
            case ComprehensionTerm comprehension when (skip & Skip.Closures) == 0:
                AddOptional(names, comprehension.Key, skip);
                Add(names, comprehension.Value, skip);
                Add(names, comprehension.Body.Expressions, skip);
                break;
            case TemplateStringTerm template when (skip & Skip.Closures) == 0:
                foreach (var part in template.Parts)
                {
                    if (part.Expression is not null)
                    {
                        Add(names, part.Expression, skip);
                    }
                }

                break;
        }
    }

    private static void AddOptional(HashSet<string> names, Term? term, Skip skip)
    {
        if (term is not null)
        {
            Add(names, term, skip);
        }
    }

    private static void AddAll(HashSet<string> names, ReadOnlySpan<Term> terms, Skip skip)
    {
        foreach (var term in terms)
        {
            Add(names, term, skip);
        }
    }
}
