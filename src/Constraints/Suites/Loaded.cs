namespace Bouncer.Constraints.Suites;

/// <summary>What came of loading something from a file: the thing, or why there is none.</summary>
/// <param name="Value">The thing; null if there are problems.</param>
/// <param name="Problem">The problems for people, a line each; null if there are none.</param>
/// <param name="Codes">What kinds of problems the document itself has.</param>
internal sealed record Loaded<T>(T? Value, string? Problem, IReadOnlyList<ProblemCode> Codes)
    where T : class
{
    /// <summary>What is not wrong and may surprise, the place before it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static Loaded<T> Of(T value) => new(value, null, []);

    public static Loaded<T> Failed(string problem) => new(null, problem, []);
}
