using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Ends the host when <c>dotnet run</c>, <c>dotnet watch</c> or <c>dotnet test</c> that started it is gone: killed with
/// SIGKILL, it could not pass anything on. A host that a shell or an init system started may outlive it, as programs do.
/// </summary>
internal sealed partial class ParentWatch(IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parent = Posix.ParentProcess();
        if (!IsDotnet(parent))
        {
            return;
        }

        // A process whose parent ends gets another one; there is no event for it that works on Linux and macOS.
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (Posix.ParentProcess() != parent)
            {
                LogParentGone(logger, parent);
                lifetime.StopApplication();
                return;
            }
        }
    }

    private static bool IsDotnet(int process)
    {
        try
        {
            using var parent = Process.GetProcessById(process);
            return parent.ProcessName == "dotnet";
        }
        catch (ArgumentException)
        {
            return false; // Gone already.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dotnet command that started this host (process {Process}) is gone. Stopping.")]
    private static partial void LogParentGone(ILogger logger, int process);
}
