using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the host says about the processes it runs.</summary>
internal static partial class RunnerLog
{
    /// <summary>An end that nobody asked for and nobody waited for is an error, whatever its exit code.</summary>
    public static void Ended(RunnerServices services, IResource resource, bool byItself, int exitCode, TimeSpan after)
    {
        if (!byItself)
        {
            Stopped(services.Logger, resource.Name);
        }
        else if (IsAwaited(services.Model, resource, exitCode))
        {
            Completed(services.Logger, resource.Name, exitCode);
        }
        else
        {
            EndedByItself(services.Logger, resource.Name, after.TotalSeconds, exitCode);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resource} is running (process group {Session}).")]
    public static partial void Started(ILogger logger, string resource, int session);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} failed to start: {Reason}")]
    public static partial void FailedToStart(ILogger logger, string resource, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Resource} did not end in time after SIGTERM and is killed.")]
    public static partial void Killed(ILogger logger, string resource);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resource} stopped.")]
    private static partial void Stopped(ILogger logger, string resource);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resource} is done (exit code {ExitCode}).")]
    private static partial void Completed(ILogger logger, string resource, int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} ended by itself after {Seconds:0.0} s with exit code {ExitCode}; see its lines above. It is not started again.")]
    private static partial void EndedByItself(ILogger logger, string resource, double seconds, int exitCode);

    private static bool IsAwaited(DistributedApplicationModel model, IResource resource, int exitCode)
        => model.Resources.SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
            .Any(w => w.Resource == resource && w.WaitType == WaitType.WaitForCompletion && w.ExitCode == exitCode);
}
