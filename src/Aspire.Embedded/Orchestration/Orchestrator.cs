using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Endpoints;
using Aspire.Hosting.Waits;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts resources side by side, each when those it waits for are that far, and stops them in the opposite order.
/// Those that are started by a command are left for it.</summary>
internal sealed partial class Orchestrator(RunnerServices services, ILogger<Orchestrator> logger) : IHostedService
{
    private IReadOnlyList<ResourceRunner[]> _groups = [];

    public ResourceRunner? FindRunner(string name)
        => _groups.SelectMany(g => g).FirstOrDefault(r => string.Equals(r.Resource.Name, name, StringComparison.OrdinalIgnoreCase));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The embedded host needs POSIX sessions and signals. On Windows run the AppHost on Aspire: set UseAspire=true.");
        }

        var resources = services.Model.Resources;
        _groups = [.. StartOrder.Of(resources)
            .Select(group => group.Where(r => r is not ParameterResource).Select(r => new ResourceRunner(r, services)).ToArray())];
        PortAllocation.Allocate(resources);

        var starting = _groups.SelectMany(g => g).Where(r => !r.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()).ToArray();
        LogStarting(logger, starting.Length);
        foreach (var runner in starting)
        {
            runner.TryStart();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _groups.Reverse())
        {
            await Task.WhenAll(group.Select(r => r.StopAsync(cancellationToken))).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting {Count} process(es). Ctrl-C ends them all.")]
    private static partial void LogStarting(ILogger logger, int count);
}
