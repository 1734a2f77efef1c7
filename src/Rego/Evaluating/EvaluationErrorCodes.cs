namespace Bouncer.Rego.Evaluating;

/// <summary>The codes of what can go wrong in an evaluation. OPA's, but for the limits, which OPA does not have.</summary>
public static class EvaluationErrorCodes
{
    /// <summary>Rules, or the entries of an object, contradict one another.</summary>
    public const string Conflict = "eval_conflict_error";

    /// <summary>A builtin failed on its operands.</summary>
    public const string Builtin = "eval_builtin_error";

    /// <summary>An operand of a builtin has the wrong type.</summary>
    public const string Type = "eval_type_error";

    /// <summary>The caller cancelled the evaluation.</summary>
    public const string Cancelled = "eval_cancel_error";

    /// <summary>A limit was hit: the outcome is neither true nor false nor undefined.</summary>
    public const string Limit = "eval_limit_error";
}
