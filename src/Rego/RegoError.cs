using Bouncer.Rego.Text;

namespace Bouncer.Rego;

/// <summary>Why an evaluation has no result.</summary>
/// <param name="Code">OPA's code, such as <c>eval_conflict_error</c>; <c>eval_limit_error</c> if a limit was hit.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Span">Where in a module; nowhere if it is not about a place.</param>
public sealed record RegoError(string Code, string Message, SourceSpan Span)
{
    /// <summary>On one line: <c>file:line: code: message</c>.</summary>
    public override string ToString() => Span.Source is null ? $"{Code}: {Message}" : $"{Span.Source.Name}:{Span.Line}: {Code}: {Message}";
}
