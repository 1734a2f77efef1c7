namespace Bouncer.Constraints;

/// <summary>One thing for which a template or a constraint is refused.</summary>
/// <param name="Code">What kind of thing it is.</param>
/// <param name="Message">A sentence for people. May have several lines: source with a caret below the place.</param>
/// <param name="Location">Where: a field's path such as <c>spec.targets[0].target</c>, behind it line and column if the place lies
/// inside a field's text (<c>spec.targets[0].rego:3:5</c>); null if it is not about a place.</param>
public sealed record ConstraintProblem(ProblemCode Code, string Message, string? Location = null)
{
    /// <summary>The message, with the location before it if the message does not begin with it.</summary>
    public override string ToString()
        => Location is null || Message.StartsWith(Location, StringComparison.Ordinal) ? Message : $"{Location}: {Message}";
}
