using Bouncer.Rego.Text;

namespace Bouncer.Rego.Planning;

/// <summary>Something passed all checks and cannot be planned. Becomes a diagnostic.</summary>
internal sealed class PlanningException(string message, SourceSpan span) : Exception(message)
{
    public SourceSpan Span { get; } = span;
}
