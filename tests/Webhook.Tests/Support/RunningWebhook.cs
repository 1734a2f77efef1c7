using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.TestSupport;
using Bouncer.Webhook.Hosting;
using Bouncer.Webhook.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>The whole service in this process, over real TLS on free ports of loopback.</summary>
internal sealed class RunningWebhook : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningWebhook(WebApplication app, TestAuthority authority, TemporaryFolder folder, StartupFiles files)
    {
        _app = app;
        Authority = authority;
        Folder = folder;
        Files = files;
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Admission = new Uri(addresses.Single(a => a.StartsWith("https", StringComparison.Ordinal)));
        Management = new Uri(addresses.Single(a => a.StartsWith("http:", StringComparison.Ordinal)));
        Client = CreateClient();
        ManagementClient = new HttpClient { BaseAddress = Management };
    }

    public TestAuthority Authority { get; }

    public TemporaryFolder Folder { get; }

    public StartupFiles Files { get; }

    public Uri Admission { get; }

    public Uri Management { get; }

    /// <summary>Trusts the authority, shows no certificate, speaks HTTP/2.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks plain HTTP/1.1 to the management port.</summary>
    public HttpClient ManagementClient { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the service with docker.io and gcr.io allowed, unless told otherwise.</summary>
    public static async Task<RunningWebhook> StartAsync(
        Func<WebhookOptions, TemporaryFolder, TestAuthority, WebhookOptions>? configure = null,
        Action<WebApplicationBuilder>? customise = null)
    {
        var authority = new TestAuthority();
        var folder = new TemporaryFolder();
        using var certificate = authority.IssueServer();
        var options = new WebhookOptions
        {
            CertificatePath = folder.Write("tls.crt", certificate.ExportCertificatePem()),
            KeyPath = folder.Write("tls.key", certificate.KeyPem()),
            Registries = ["docker.io", "gcr.io"],
            Bind = IPAddress.Loopback,
        };
        options = configure?.Invoke(options, folder, authority) ?? options;

        List<string> problems = [];
        var files = StartupFiles.Read(options, TimeProvider.System, problems);
        Assert.Empty(problems);
        var app = WebhookApp.Build(options, files!, builder =>
        {
            builder.Logging.ClearProviders();
            customise?.Invoke(builder);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningWebhook(app, authority, folder, files!);
    }

    /// <summary>Starts the service with a policy file.</summary>
    public static Task<RunningWebhook> StartWithPolicyAsync(string policy)
        => StartAsync((options, folder, _) => options with { Registries = [], PolicyPath = folder.Write("policy.yaml", policy) });

    public HttpClient CreateClient(X509Certificate2? clientCertificate = null, Version? version = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = TlsOptions(clientCertificate) };
        return new HttpClient(handler)
        {
            BaseAddress = Admission,
            DefaultRequestVersion = version ?? HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>A bare TLS connection to the admission port, for what an HTTP client would not send.</summary>
    public async Task<SslStream> ConnectAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(Admission.Host, Admission.Port, TestContext.Current.CancellationToken);
        var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(TlsOptions(null), TestContext.Current.CancellationToken);
        return tls;
    }

    private SslClientAuthenticationOptions TlsOptions(X509Certificate2? clientCertificate) => new()
    {
        TargetHost = "localhost",
        ClientCertificates = clientCertificate is null ? null : [clientCertificate],
        CertificateChainPolicy = TestTrust.In(Authority),
    };

    /// <summary>Posts a body as an API server would, and tells what came back.</summary>
    public async Task<Answer> PostAsync(string path, string body, HttpClient? client = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await (client ?? Client).PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    public Task<string> GetManagementAsync(string path)
        => ManagementClient.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        ManagementClient.Dispose();
        await _app.DisposeAsync();
        Folder.Dispose();
        Authority.Dispose();
    }
}
