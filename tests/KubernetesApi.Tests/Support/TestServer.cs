using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bouncer.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Bouncer.KubernetesApi.Tests.Support;

/// <summary>An HTTPS server that asks for a certificate, takes any, and remembers who came.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentQueue<Asked> _asked = [];
    private int _intermediates;

    private TestServer(X509Certificate2 certificate, IPAddress address)
    {
        _certificate = certificate;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            address,
            0,
            endpoint => endpoint.UseHttps(
                certificate,
                https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (_, chain, _) =>
                    {
                        _intermediates = chain?.ChainPolicy.ExtraStore.Count ?? 0;
                        return true;
                    };
                })));
        _app = builder.Build();
        _app.Run(context =>
        {
            _asked.Enqueue(Support.Asked.Of(context, _intermediates));
            context.Response.StatusCode = Status;
            return Task.CompletedTask;
        });
    }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Its URL.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Who came.</summary>
    public IReadOnlyList<Asked> Asked => [.. _asked];

    /// <summary>Starts one.</summary>
    /// <param name="authority">Who issues its certificate, for localhost and 127.0.0.1.</param>
    /// <param name="address">Where it listens.</param>
    public static async Task<TestServer> StartAsync(TestAuthority authority, string address = "127.0.0.1")
    {
        var server = new TestServer(authority.IssueServer(), IPAddress.Parse(address));
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
