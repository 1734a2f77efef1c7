namespace Bouncer.Constraints.Suites;

/// <summary>What came of a suite.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Tests">What came of its tests; empty if it was skipped.</param>
/// <param name="Time">How long it took.</param>
public sealed record SuiteResult(Suite Suite, IReadOnlyList<SuiteTestResult> Tests, TimeSpan Time)
{
    /// <summary>Whether something failed.</summary>
    public bool HasFailed => Tests.Any(t => t.HasFailed);

    /// <summary>What is not wrong with templates and constraints and may surprise, each once, the file before it.</summary>
    public IEnumerable<string> Warnings => Tests.SelectMany(t => t.Warnings).Distinct(StringComparer.Ordinal);
}

/// <summary>What came of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Outcome">Whether it ran, its cases apart.</param>
/// <param name="Cases">What came of its cases; empty if it did not run.</param>
/// <param name="Time">How long it took.</param>
public sealed record SuiteTestResult(SuiteTest Test, SuiteOutcome Outcome, IReadOnlyList<SuiteCaseResult> Cases, TimeSpan Time)
{
    /// <summary>Whether it failed, or one of its cases.</summary>
    public bool HasFailed => Outcome.Problem is not null || Cases.Any(c => c.Outcome.Problem is not null);

    /// <summary>What is not wrong with its template and constraint and may surprise, the file before it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Trace">How the Rego was evaluated; null if nobody asked, or it was not.</param>
public sealed record SuiteCaseResult(SuiteCase Case, SuiteOutcome Outcome, TimeSpan Time, string? Trace);

/// <summary>Whether something passed, was skipped, or failed.</summary>
/// <param name="IsSkipped">Whether it was skipped.</param>
/// <param name="Problem">Why it failed, in one or more lines; null if it did not.</param>
public readonly record struct SuiteOutcome(bool IsSkipped, string? Problem)
{
    /// <summary>It did what it was to do.</summary>
    public static SuiteOutcome Passed { get; } = new(false, null);

    /// <summary>It did not run.</summary>
    public static SuiteOutcome Skipped { get; } = new(true, null);

    /// <summary>It failed.</summary>
    public static SuiteOutcome Failed(string problem) => new(false, problem);
}
