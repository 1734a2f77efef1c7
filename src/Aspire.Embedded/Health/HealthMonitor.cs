using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Health;

/// <summary>Asks a running resource how it is: often until it is healthy for the first time, then now and then.</summary>
internal sealed partial class HealthMonitor(HttpClient client, ILogger<HealthMonitor> logger)
{
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Watches until it is cancelled.</summary>
    /// <param name="resource">The resource; without health checks it counts as healthy.</param>
    /// <param name="onChange">Called with the first answer and with each that differs from the one before.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task WatchAsync(IResource resource, Func<bool, Task> onChange, CancellationToken cancellationToken)
    {
        var checks = resource.Annotations.OfType<HttpHealthCheck>().ToArray();
        var start = TimeProvider.System.GetTimestamp();
        var (healthy, complained) = ((bool?)null, false);

        while (true)
        {
            var problems = await Task.WhenAll(checks.Select(c => c.FindProblemAsync(client, cancellationToken))).ConfigureAwait(false);
            var problem = problems.FirstOrDefault(p => p is not null);
            cancellationToken.ThrowIfCancellationRequested();

            if (problem is null && complained)
            {
                LogHealthyAgain(logger, resource.Name);
            }

            // A service that is still starting is not worth a line.
            var worthALine = problem is not null && !complained && (healthy == true || TimeProvider.System.GetElapsedTime(start) > Patience);
            if (worthALine)
            {
                LogUnhealthy(logger, resource.Name, problem);
            }

            complained = problem is not null && (complained || worthALine);
            if (healthy != (problem is null))
            {
                healthy = problem is null;
                await onChange(healthy.Value).ConfigureAwait(false);
            }

            if (checks.Length == 0)
            {
                return;
            }

            await Task.Delay(healthy.Value ? WhileHealthy : WhileUnhealthy, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Resource} is not healthy: {Problem}.")]
    private static partial void LogUnhealthy(ILogger logger, string resource, string? problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resource} is healthy again.")]
    private static partial void LogHealthyAgain(ILogger logger, string resource);
}
