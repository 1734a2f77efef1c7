using Bouncer.Rego.Text;

namespace Bouncer.Rego.Evaluating;

/// <summary>Ends an evaluation without a result. Stays inside: hosts get a <see cref="RegoError"/>.</summary>
internal sealed class RegoEvaluationException(string code, string message, SourceSpan span, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public SourceSpan Span { get; } = span;
}
