namespace Bouncer.ImagePolicy.Linting;

/// <summary>Something in a policy that is allowed and yet hardly meant.</summary>
/// <param name="Code">What kind of thing it is: one of <see cref="PolicyWarningCodes"/>. Codes are stable, words may improve.</param>
/// <param name="Rule">The name of the rule; null if the warning is about the policy as a whole.</param>
/// <param name="Line">The line on which the rule starts, from 1; 0 if there is no rule or no file.</param>
/// <param name="Message">What the policy does, in one clause.</param>
/// <param name="Remedy">What to write, in one clause.</param>
public sealed record PolicyWarning(string Code, string? Rule, int Line, string Message, string Remedy)
{
    /// <summary>The warning as people read it: <c>rule "name" (line 9): message; remedy [code]</c>.</summary>
    public override string ToString()
    {
        var line = Line == 0 ? "" : $" (line {Line})";
        var where = Rule is null ? "" : $"rule \"{Rule}\"{line}: ";
        return $"{where}{Message}; {Remedy} [{Code}]";
    }
}
