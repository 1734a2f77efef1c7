using Bouncer.Constraints.Reviews;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>What a constraint is about: <c>spec.match</c>.</summary>
public sealed class MatchCriteria
{
    private MatchCriteria()
    {
    }

    /// <summary>Everything.</summary>
    public static MatchCriteria Any { get; } = new();

    /// <summary>Reads <c>spec.match</c>.</summary>
    /// <param name="match">The document.</param>
    /// <param name="problems">Takes what is wrong with it, with paths from <c>spec.match</c> on.</param>
    public static MatchCriteria Read(RegoObject match, ICollection<ConstraintProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(problems);
        return Any;
    }

    /// <summary>Whether the criteria match what is reviewed.</summary>
    public MatchResult Matches(ReviewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new MatchResult(true, null);
    }
}
