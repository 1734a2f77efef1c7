namespace Bouncer.Rego.Builtins;

/// <summary>
/// What went wrong in a builtin. Evaluation that is not strict takes the result as undefined; strict evaluation reports it as
/// <c>NAME: DETAIL</c>.
/// </summary>
internal sealed class BuiltinException(string code, string detail) : Exception(detail)
{
    /// <summary>The code of a wrong operand.</summary>
    public const string TypeError = "eval_type_error";

    /// <summary>The code of everything else.</summary>
    public const string BuiltinError = "eval_builtin_error";

    /// <summary>Something other than a wrong operand.</summary>
    public BuiltinException(string detail)
        : this(BuiltinError, detail)
    {
    }

    /// <summary>OPA's code of the error.</summary>
    public string Code { get; } = code;

    /// <summary>What went wrong, without the name of the builtin.</summary>
    public string Detail { get; } = detail;
}

/// <summary>What went wrong in a builtin that did not throw.</summary>
/// <param name="Code">OPA's code.</param>
/// <param name="Detail">What went wrong, without the name of the builtin.</param>
internal sealed record BuiltinFailure(string Code, string Detail);
