namespace Bouncer.Constraints.Reviews;

/// <summary>The codes of errors that are not the evaluation's own (those are OPA's, such as <c>eval_conflict_error</c>).</summary>
public static class ReviewErrorCodes
{
    /// <summary>It could not be told whether a constraint matches.</summary>
    public const string Match = "match_error";

    /// <summary>A template answered with something that is no violation.</summary>
    public const string Violation = "violation_error";

    /// <summary>The request cannot be reviewed.</summary>
    public const string Request = "request_error";

    /// <summary>The review was ended before its end.</summary>
    public const string Cancelled = "eval_cancel_error";
}
