using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.AppHost.Resources;

/// <summary>
/// The resources over HTTP, for the dashboard: their states and consoles, and commands to start, stop and restart them. On a
/// free port of the loopback interface, for who shows the token of this run.
/// </summary>
/// <remarks>It listens before the application is built, since the dashboard is told its address when it starts.</remarks>
internal sealed class ResourceEndpoint : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _server;
    private ResourceBoard? _board;
    private Task _following = Task.CompletedTask;

    private ResourceEndpoint()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.Use(OnlyWithTheTokenAsync);
        _server.MapGet("/resources", () => Board.Describe());
        _server.MapGet("/resources/{name}/console", ReadConsoleAsync);
        _server.MapPost("/resources/{name}/{command}", ExecuteAsync);
    }

    /// <summary>Where it is.</summary>
    public string Url => _server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    /// <summary>What callers show, as a bearer token.</summary>
    public string Token { get; } = Secrets.Create();

    private ResourceBoard Board => _board ?? throw new InvalidOperationException("The application has not been built yet.");

    /// <summary>Begins to listen.</summary>
    public static async Task<ResourceEndpoint> StartAsync()
    {
        var endpoint = new ResourceEndpoint();
        await endpoint._server.StartAsync().ConfigureAwait(false);
        return endpoint;
    }

    /// <summary>Begins to tell of an application.</summary>
    /// <param name="application">The application, started or not.</param>
    public void Show(DistributedApplication application)
    {
        var services = application.Services;
        _board = new(
            services.GetRequiredService<DistributedApplicationModel>(),
            services.GetRequiredService<ResourceNotificationService>(),
            services.GetRequiredService<ResourceLoggerService>(),
            services.GetRequiredService<ResourceCommandService>());
        _following = _board.FollowAsync(_end.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private Task OnlyWithTheTokenAsync(HttpContext context, RequestDelegate next)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes($"Bearer {Token}")))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task<IResult> ReadConsoleAsync(string name, int? after, CancellationToken cancellationToken)
        => await Board.ReadConsoleAsync(name, after ?? 0, cancellationToken).ConfigureAwait(false) is { } lines
            ? Results.Ok(lines)
            : Results.NotFound();

    private async Task<IResult> ExecuteAsync(string name, string command, CancellationToken cancellationToken)
        => await Board.ExecuteAsync(name, command, cancellationToken).ConfigureAwait(false) is { } problem
            ? Results.Text(problem, statusCode: StatusCodes.Status409Conflict)
            : Results.NoContent();
}
