namespace Bouncer.Rego.Conformance.Differential;

/// <summary>Two answers to one question that are not the same: values, <c>undefined</c>, or <c>error CODE</c>.</summary>
internal readonly record struct Difference(string Theirs, string Ours)
{
    /// <summary>Whether a compiler refuses the module: another subject than what evaluations give.</summary>
    public bool IsRefusal => IsCompilerError(Theirs) || IsCompilerError(Ours);

    /// <summary>Whether it is of the same kind: which side has a value, and which one nothing or which error.</summary>
    public bool IsLike(Difference other) => Kind(Theirs) == Kind(other.Theirs) && Kind(Ours) == Kind(other.Ours);

    public static bool IsError(string answer) => answer.StartsWith("error ", StringComparison.Ordinal);

    private static bool IsCompilerError(string answer) => answer.StartsWith("error rego_", StringComparison.Ordinal);

    private static string Kind(string answer)
        => IsError(answer) || answer == "undefined" ? answer : answer.StartsWith("exception ", StringComparison.Ordinal) ? "exception" : "a value";
}
