using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>Terms as messages show them: with the names that the author gave.</summary>
internal static class TermText
{
    private static readonly OriginalNames Names = new();

    public static string Of(Term term) => Printer.Print(Names.Rewrite(term));

    private sealed class OriginalNames : SyntaxRewriter
    {
        protected override Term RewriteVariable(VarTerm variable)
            => variable with { Name = VariableNames.Original(variable.Name) };

        protected override RefTerm RewriteOperator(RefTerm op) => op with { Path = Rewrite(op.Path) };
    }
}
