using Bouncer.Rego.Text;

namespace Bouncer.Rego.Evaluating;

/// <summary>The errors of rules that contradict one another, in OPA's words.</summary>
internal static class Conflicts
{
    public static RegoEvaluationException CompleteRules(SourceSpan span)
        => new(EvaluationErrorCodes.Conflict, "complete rules must not produce multiple outputs", span);

    public static RegoEvaluationException Functions(SourceSpan span)
        => new(EvaluationErrorCodes.Conflict, "functions must not produce multiple outputs for same inputs", span);

    public static RegoEvaluationException ObjectKeys(SourceSpan span)
        => new(EvaluationErrorCodes.Conflict, "object keys must be unique", span);
}
