namespace Bouncer.Rego.Conformance;

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Wanted">What was to come, for people; null if it came.</param>
/// <param name="Came">What came instead.</param>
/// <param name="MissingBuiltin">The builtin that is known to OPA and not provided, if that is the reason.</param>
internal sealed record CaseResult(ConformanceCase Case, string? Wanted, string? Came, string? MissingBuiltin)
{
    public bool Passed => Wanted is null;

    public static CaseResult Pass(ConformanceCase of) => new(of, null, null, null);
}
