using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.TestSupport;

/// <summary>A whole service in this process, over real TLS on free ports of loopback.</summary>
public class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationToken _cancellation;

    /// <summary>Takes over a service that has started.</summary>
    protected RunningService(WebApplication app, TestAuthority authority, TemporaryFolder folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        _app = app;
        _cancellation = cancellation;
        Authority = authority;
        Folder = folder;
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Admission = new Uri(addresses.Single(a => a.StartsWith("https", StringComparison.Ordinal)));
        Management = new Uri(addresses.Single(a => a.StartsWith("http:", StringComparison.Ordinal)));
        Client = CreateClient();
        ManagementClient = new HttpClient { BaseAddress = Management };
    }

    /// <summary>Who issued the service's certificate.</summary>
    public TestAuthority Authority { get; }

    /// <summary>Where the service's files are.</summary>
    public TemporaryFolder Folder { get; }

    /// <summary>The address of the admission port.</summary>
    public Uri Admission { get; }

    /// <summary>The address of the management port.</summary>
    public Uri Management { get; }

    /// <summary>Trusts the authority, shows no certificate, speaks HTTP/2.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks plain HTTP/1.1 to the management port.</summary>
    public HttpClient ManagementClient { get; }

    /// <summary>The parts of the service.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>A client of its own connection.</summary>
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
        await socket.ConnectAsync(Admission.Host, Admission.Port, _cancellation);
        var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(TlsOptions(null), _cancellation);
        return tls;
    }

    /// <summary>Posts a body.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string body, HttpClient? client = null, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await (client ?? Client).PostAsync(path, content, _cancellation);
    }

    /// <summary>Asks the management port.</summary>
    public Task<string> GetManagementAsync(string path) => ManagementClient.GetStringAsync(path, _cancellation);

    /// <summary>Ends the service as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync(_cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        ManagementClient.Dispose();
        await _app.DisposeAsync();
        Folder.Dispose();
        Authority.Dispose();
        GC.SuppressFinalize(this);
    }

    private SslClientAuthenticationOptions TlsOptions(X509Certificate2? clientCertificate) => new()
    {
        TargetHost = "localhost",
        ClientCertificates = clientCertificate is null ? null : [clientCertificate],
        CertificateChainPolicy = TestTrust.In(Authority),
    };
}
