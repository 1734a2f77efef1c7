using Bouncer.Constraints.Enforcement;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>
/// The order of violations. Gatekeeper sorts by enforcement action and message (<c>types.Responses.Results</c>) and leaves the rest
/// open; here it is closed, so that the same request gets the same answer always.
/// </summary>
internal sealed class ViolationOrder : IComparer<Violation>
{
    public static ViolationOrder Instance { get; } = new();

    public int Compare(Violation? x, Violation? y)
    {
        var order = string.CompareOrdinal(x!.Constraint.Action.ToText(), y!.Constraint.Action.ToText());
        order = order != 0 ? order : CompareText(x.Message, y.Message);
        order = order != 0 ? order : CompareText(x.Constraint.Kind, y.Constraint.Kind);
        order = order != 0 ? order : CompareText(x.Constraint.Name, y.Constraint.Name);
        return order != 0 ? order : x.Details.CompareTo(y.Details);
    }

    // By bytes of UTF-8, as Go compares.
    private static int CompareText(string x, string y) => new RegoString(x).CompareTo(new RegoString(y));
}
