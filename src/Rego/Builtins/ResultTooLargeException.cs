namespace Bouncer.Rego.Builtins;

/// <summary>A builtin would make a larger result than allowed. A limit, like time and steps: never undefined.</summary>
internal sealed class ResultTooLargeException(int limit) : Exception($"result of a builtin is larger than {limit} elements or characters")
{
    /// <summary>How large results may be.</summary>
    public int Limit { get; } = limit;
}
