namespace Bouncer.Constraints.Matching;

/// <summary>Whether criteria matched.</summary>
/// <param name="IsMatch">Whether they did; false as well if that could not be told.</param>
/// <param name="Error">Why it could not be told; null if it could.</param>
public readonly record struct MatchResult(bool IsMatch, string? Error);
