using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Checks the bodies of the comprehensions in an expression.</summary>
internal sealed class ClosureChecker(TypeScope scope, List<Diagnostic> errors) : SyntaxRewriter
{
    public void CheckIn(Expr expression) => Rewrite(expression);

    protected override Term RewriteComprehension(ComprehensionTerm comprehension)
    {
        scope.Check(comprehension, errors);
        return comprehension;
    }
}
