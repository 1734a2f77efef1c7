namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states a resource goes through.</summary>
public static class KnownResourceStates
{
    /// <summary>Not started yet.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>Waits for the resources it depends on.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>About to run.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>Its process runs.</summary>
    public static readonly string Running = "Running";

    /// <summary>Its process could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>Its process was asked to end.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>Its process ended because it was asked to.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>Its process ended by itself.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>The states that a resource leaves only by being started again.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
