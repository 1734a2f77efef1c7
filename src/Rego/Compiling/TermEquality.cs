using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>Whether terms are the same, wherever they stand.</summary>
internal static class TermEquality
{
    public static bool AreEqual(Term a, Term b) => (a, b) switch
    {
        (ScalarTerm x, ScalarTerm y) => new ScalarKey(x) == new ScalarKey(y),
        (VarTerm x, VarTerm y) => x.Name == y.Name,
        _ when a.GetType() == b.GetType() => Printer.Print(a) == Printer.Print(b),
        _ => false,
    };
}
