namespace Bouncer.Constraints;

/// <summary>The names of <see cref="ProblemCode"/> in <c>status.byPod[].errors[].code</c>.</summary>
public static class ProblemCodes
{
    /// <summary>The code as Gatekeeper writes it where it has one: <c>create_error</c>, <c>update_error</c>, <c>conversion_error</c>,
    /// <c>ingest_error</c>, <c>parse_error</c>; otherwise in the same manner.</summary>
    public static string ToText(this ProblemCode code) => code switch
    {
        ProblemCode.Create => "create_error",
        ProblemCode.Update => "update_error",
        ProblemCode.Conversion => "conversion_error",
        ProblemCode.Ingest => "ingest_error",
        ProblemCode.Parse => "parse_error",
        ProblemCode.Invalid => "validation_error",
        ProblemCode.Schema => "schema_error",
        ProblemCode.Unsupported => "unsupported_error",
        _ => "missing_template_error",
    };
}
