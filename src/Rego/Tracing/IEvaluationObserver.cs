using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tracing;

/// <summary>Is told what an evaluation does, expression by expression. Only plans made to be observed tell.</summary>
internal interface IEvaluationObserver
{
    /// <summary>An expression, or the body of the rule with this head, is about to be evaluated.</summary>
    void Before(SourceSpan expression);

    /// <summary>It holds, in one of the ways in which it can; its variables have these values.</summary>
    void After(SourceSpan expression, ReadOnlySpan<(string Name, RegoValue Value)> variables);
}
