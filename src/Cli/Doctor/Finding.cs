namespace Bouncer.Cli.Doctor;

/// <summary>What came of a check.</summary>
internal enum FindingStatus
{
    /// <summary>It is as it should be.</summary>
    Ok,

    /// <summary>It was not looked at, since nothing was said of where to look.</summary>
    Skipped,

    /// <summary>It works and has a weakness, or it could not be looked at.</summary>
    Warning,

    /// <summary>It does not work, or lets images through that nobody was asked about.</summary>
    Problem,
}

/// <summary>The result of one check.</summary>
/// <param name="Check">The check's name, which stays as it is.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do; null where there is nothing to do.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Message, string? Remedy)
{
    public static Finding Ok(string check, string message) => new(check, FindingStatus.Ok, message, null);

    public static Finding Skipped(string check, string message, string remedy) => new(check, FindingStatus.Skipped, message, remedy);

    public static Finding Warning(string check, string message, string remedy) => new(check, FindingStatus.Warning, message, remedy);

    public static Finding Problem(string check, string message, string remedy) => new(check, FindingStatus.Problem, message, remedy);
}
