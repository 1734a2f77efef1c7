namespace Bouncer.Dashboard.Pages;

/// <summary>The address of the page of policies.</summary>
internal static class PoliciesAddress
{
    /// <summary>The page.</summary>
    public const string Page = "/policies";

    /// <summary>The parameter with the constraint whose violations are shown alone.</summary>
    public const string Constraint = "constraint";

    /// <summary>The violations of a constraint, as decisions name the rule.</summary>
    public static string Of(string rule) => $"{Page}?{Constraint}={Uri.EscapeDataString(rule)}#audit";
}
