namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every process knows (see <see cref="ResourceCommandService"/>).</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts the resource; it must not be running.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops the resource: SIGTERM first, SIGKILL when its time is up.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops the resource if it runs, then starts it.</summary>
    public static readonly string RestartCommand = "restart";
}
