using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

/// <summary>A term that is an expression already: an argument, an item of an array that is matched.</summary>
internal sealed class PlannedTerm(Expression expression) : CheckedTerm(default)
{
    public Expression Expression { get; } = expression;
}
