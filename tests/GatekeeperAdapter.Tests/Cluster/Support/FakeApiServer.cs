using System.Collections.Concurrent;
using System.Net;
using Bouncer.KubernetesApi;
using Bouncer.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>An HTTP server that answers as the test says, for what real API servers do seldom. The client is the real one.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = [];

    private FakeApiServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(context =>
        {
            _requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return Answer(context);
        });
    }

    /// <summary>What it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => WriteAsync(context, 404, Status(404, "NotFound", "not here"));

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public static async Task<FakeApiServer> StartAsync()
    {
        var server = new FakeApiServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>A client of it.</summary>
    /// <param name="time">The clock.</param>
    public ApiClient Client(TimeProvider? time = null)
    {
        var kubeconfig = _folder.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            current-context: fake
            contexts: [{name: fake, context: {cluster: fake, user: fake} }]
            clusters: [{name: fake, cluster: {server: "{{_app.Urls.Single()}}" } }]
            users: [{name: fake, user: {token: a-token} }]
            """);
        return new(ApiConnection.Open(kubeconfig, "tests"), time ?? TimeProvider.System);
    }

    public static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    /// <summary>A Status as the API server writes it.</summary>
    public static string Status(int code, string reason, string message, string next = "")
        => $$"""{"kind":"Status","apiVersion":"v1","metadata":{"continue":"{{next}}"},"status":"Failure","code":{{code}},"reason":"{{reason}}","message":"{{message}}"}""";

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
