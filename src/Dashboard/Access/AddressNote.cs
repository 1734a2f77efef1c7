using Bouncer.Dashboard.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bouncer.Dashboard.Access;

/// <summary>Says at the start where the pages are, with the token that lets people in.</summary>
internal sealed partial class AddressNote(PageAccess access, DashboardOptions options, IServer server, ILogger<AddressNote> log) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // In the order in which the listeners were added: management, pages, OTLP.
        var pages = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(1);
        if (access.IsOpen)
        {
            LogOpen(log, pages);
        }
        else if (options.Token is null)
        {
            LogAddress(log, $"{pages}{LoginEndpoint.Path}?{LoginEndpoint.TokenParameter}={access.Token}");
        }
        else
        {
            // Who set the token knows it; a log is read by others too.
            LogAddress(log, pages);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 500, EventName = "PagesAddress", Level = LogLevel.Information, Message = "The pages are at {Address}")]
    private static partial void LogAddress(ILogger log, string address);

    [LoggerMessage(EventId = 501, EventName = "PagesOpen", Level = LogLevel.Warning,
        Message = "The pages are at {Address}, and nobody is asked for a token: whoever reaches the port sees everything")]
    private static partial void LogOpen(ILogger log, string address);
}
