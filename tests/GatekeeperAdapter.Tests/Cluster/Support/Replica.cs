using System.Collections.Concurrent;
using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>The part of the service that fills its state from a cluster, without the server.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Lines _log = new();

    private Replica(string name, string kubeconfig)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new AdapterOptions { CertificatePath = "", KeyPath = "", PodName = name });
        builder.Services.AddSingleton<IngestionMeter>();
        builder.Services.AddSingleton<PolicyState>();
        ClusterServices.Add(builder.Services, ApiConnection.Open(kubeconfig, "tests"));
        _host = builder.Build();
    }

    public PolicyState State => _host.Services.GetRequiredService<PolicyState>();

    public string Output => string.Join('\n', _log.All);

    /// <summary>The names of the constraints in force.</summary>
    public IEnumerable<string> InForce => State.Constraints.Snapshot.Constraints.Select(c => c.Name);

    public static async Task<Replica> StartAsync(string name, string kubeconfig)
    {
        var replica = new Replica(name, kubeconfig);
        await replica._host.StartAsync(TestContext.Current.CancellationToken);
        return replica;
    }

    public async Task ReadyAsync()
    {
        try
        {
            await TestSupport.Eventually.HoldsAsync(() => Task.FromResult(State.Readiness.IsReady), "ready", TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"waiting for {string.Join(", ", State.Readiness.Missing)}\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => All.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Reports are written when the host is gone.
        }
    }
}
