using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bouncer.KubernetesApi.Tests.Support;

/// <summary>A proxy that wants to know who asks, and then connects nobody.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = [];

    private TestProxy()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            var who = context.Request.Headers.ProxyAuthorization.ToString();
            context.Response.StatusCode = who.Length > 0 ? 403 : 407;
            if (who.Length > 0)
            {
                _asked.Enqueue($"{context.Request.Method} {context.Request.Host} {who}");
            }
            else
            {
                context.Response.Headers.ProxyAuthenticate = "Basic";
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Its port.</summary>
    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What it was asked by those who said who they are.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public static async Task<TestProxy> StartAsync()
    {
        var proxy = new TestProxy();
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
