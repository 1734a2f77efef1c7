using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Violations as Gatekeeper writes them, <c>[constraint] message</c>, one a line. Their messages hold names that strangers
/// chose and can be of any length; an answer that is too long for its caller would be none, so what is told is bounded.</summary>
internal static class ViolationText
{
    /// <summary>The most characters that are told of all violations together.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The violations with an action, one a line.</summary>
    public static string Of(IReadOnlyList<Violation> violations, EnforcementAction action) => string.Join('\n', Lines(violations, action));

    /// <summary>The violations with an action; the last line says how many more there are.</summary>
    public static List<string> Lines(IReadOnlyList<Violation> violations, EnforcementAction action)
    {
        List<string> lines = [];
        var left = MaxLength;
        var more = 0;
        foreach (var violation in violations)
        {
            if (!violation.Actions.Contains(action))
            {
                continue;
            }

            if (left == 0)
            {
                more++;
                continue;
            }

            var line = violation.ToString();
            lines.Add(line.Length <= left ? line : line[..left] + "...");
            left -= Math.Min(left, line.Length);
        }

        if (more > 0)
        {
            lines.Add($"... and {more} more violations");
        }

        return lines;
    }
}
