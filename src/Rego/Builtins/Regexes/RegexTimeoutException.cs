namespace Bouncer.Rego.Builtins.Regexes;

/// <summary>A regular expression ran longer than allowed. A limit, like time and steps: never "does not match".</summary>
internal sealed class RegexTimeoutException(TimeSpan limit) : Exception($"regular expression ran longer than {limit.TotalMilliseconds} ms")
{
    /// <summary>How long it may run.</summary>
    public TimeSpan Limit { get; } = limit;
}
