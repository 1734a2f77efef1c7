using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>Whether terms are the same, wherever they stand.</summary>
internal static class TermEquality
{
    /// <summary>The values of an object by what its keys are to <see cref="KeyOf"/>; the first of those with the same key.</summary>
    public static Dictionary<object, Term> ValuesOf(ObjectTerm @object)
    {
        var values = new Dictionary<object, Term>(@object.Pairs.Length);
        foreach (var (key, value) in @object.Pairs)
        {
            values.TryAdd(KeyOf(key), value);
        }

        return values;
    }

    /// <summary>What is equal for terms that are the same, and only for them.</summary>
    public static object KeyOf(Term term) => term switch
    {
        ScalarTerm scalar => new ScalarKey(scalar),
        VarTerm variable => (typeof(VarTerm), variable.Name),
        _ => (term.GetType(), Printer.Print(term)),
    };
}
