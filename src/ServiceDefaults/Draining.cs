using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bouncer.ServiceDefaults;

/// <summary>
/// An orderly end: readiness goes red first and callers have time to notice, then the server takes no more connections and
/// answers what is in flight, then the process ends.
/// </summary>
/// <remarks>
/// Kubernetes takes a Pod out of its Services at the same time as it sends SIGTERM, not before: without the delay, API servers
/// would find a closed port for a moment. What comes in meanwhile is answered, and its connection ends with the answer: an API
/// server keeps connections, and one that is closed just as it sends the next review has lost that review.
/// </remarks>
public sealed partial class Draining : IHostedLifecycleService, IHealthCheck
{
    private readonly TimeSpan _delay;
    private readonly TimeProvider _time;
    private readonly ILogger<Draining> _log;

    private Draining(TimeSpan delay, TimeProvider time, ILogger<Draining> log)
    {
        _delay = delay;
        _time = time;
        _log = log;
    }

    /// <summary>Whether the end has begun.</summary>
    public bool HasBegun { get; private set; }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(HasBegun ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy("serving"));

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        LogBegun(_log, _delay.TotalSeconds);
        await Task.Delay(_delay, _time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds draining to a service.</summary>
    /// <param name="services">The services.</param>
    /// <param name="delay">How long readiness is red before the server closes.</param>
    /// <param name="inFlight">How long requests in flight may take after that.</param>
    public static void Add(IServiceCollection services, TimeSpan delay, TimeSpan inFlight)
    {
        services.AddSingleton(provider => new Draining(
            delay, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Draining>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = delay + inFlight);
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "serving", provider => provider.GetRequiredService<Draining>(), null, [ManagementPort.ReadyTag]));
    }

    /// <summary>Has each request that comes after the end has begun be the last one on its connection.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var draining = app.ApplicationServices.GetRequiredService<Draining>();
        app.Use(next => context =>
        {
            if (draining.HasBegun)
            {
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            }

            return next(context);
        });
    }

    [LoggerMessage(EventId = 300, EventName = "Draining", Level = LogLevel.Information,
        Message = "Stopping: not ready from now on, closing in {Delay} s")]
    private static partial void LogBegun(ILogger log, double delay);
}
