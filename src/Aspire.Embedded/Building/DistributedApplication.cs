using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several processes, run together.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPointInterception? _interception;
    private bool _disposed;

    internal DistributedApplication(IHost host, EntryPointInterception? interception)
    {
        _host = host;
        _interception = interception;
    }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The states of all resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Starts and stops single resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins to describe an application.</summary>
    /// <param name="args">The command line: configuration.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Runs the application until Ctrl-C or SIGTERM, and returns when all its processes ended.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs the application until Ctrl-C, SIGTERM or the cancellation, and returns when all its processes ended.</summary>
    /// <param name="cancellationToken">Stops the application.</param>
    /// <returns>The run.</returns>
    public virtual Task RunAsync(CancellationToken cancellationToken = default)
        => _interception is null ? _host.RunAsync(cancellationToken) : _interception.WaitForDisposeAsync(cancellationToken);

    /// <summary>Begins to start all resources. Does not wait until they run.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The beginning.</returns>
    /// <exception cref="DistributedApplicationException">The application is described wrongly.</exception>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops all resources, those that wait for others first: SIGTERM, time to drain, SIGKILL.</summary>
    /// <param name="cancellationToken">Cuts the time to drain short.</param>
    /// <returns>The stop.</returns>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Stops the application if it runs, and releases what it holds.</summary>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the application if it runs, and releases what it holds.</summary>
    /// <returns>The end.</returns>
    public virtual async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _host.StopAsync().ConfigureAwait(false);
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
        _interception?.Disposed();
        GC.SuppressFinalize(this);
    }
}
