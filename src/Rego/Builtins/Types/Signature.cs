namespace Bouncer.Rego.Builtins.Types;

/// <summary>What a function takes and gives.</summary>
/// <param name="Arguments">The types of the arguments.</param>
/// <param name="Variadic">The type of any number of arguments more, if it takes them: print does.</param>
/// <param name="Result">The type of the result; null if the function gives none, as print.</param>
internal sealed record Signature(IReadOnlyList<RegoType> Arguments, RegoType? Variadic, RegoType? Result)
{
    /// <summary>As OPA prints it: <c>(string, string) =&gt; boolean</c>.</summary>
    public override string ToString()
    {
        var arguments = Arguments.Select(a => a.ToString() ?? "");
        return $"({string.Join(", ", Variadic is null ? arguments : [.. arguments, $"{Variadic}..."])}) => {(Result is null ? "???" : Result)}";
    }
}
