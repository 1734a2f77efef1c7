using System.Security.Cryptography.X509Certificates;
using Bouncer.AppHost.Tests;

[assembly: AssemblyFixture(typeof(AppHostFixture))]

namespace Bouncer.AppHost.Tests;

/// <summary>The real AppHost, started once for all tests, on free ports.</summary>
public sealed class AppHostFixture : IAsyncLifetime
{
    /// <summary>For a start that takes a few seconds on an idle machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;
    private HttpClient? _admission;
    private HttpClient? _gatekeeper;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The AppHost did not start.");

    /// <summary>A client of the Webhook that trusts the development certificate authority and nobody else.</summary>
    public HttpClient Admission => _admission ?? throw new InvalidOperationException("The AppHost did not start.");

    /// <summary>The same for gatekeeper-adapter.</summary>
    public HttpClient Gatekeeper => _gatekeeper ?? throw new InvalidOperationException("The AppHost did not start.");

    public async ValueTask InitializeAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--admission-port", "0", "--gatekeeper-port", "0", "--dashboard-port", "0", "--cluster", "none"], deadline.Token);
        _app = await _builder.BuildAsync(deadline.Token);
        await _app.StartAsync(deadline.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("image-bouncer-webhook", deadline.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("gatekeeper-adapter", deadline.Token);

        var authority = Path.Combine(_builder.AppHostDirectory, "../../artifacts/certificates/ca.crt");
        _admission = new(TrustOnly(authority)) { BaseAddress = _app.GetEndpoint("image-bouncer-webhook", "admission") };
        _gatekeeper = new(TrustOnly(authority)) { BaseAddress = _app.GetEndpoint("gatekeeper-adapter", "admission") };
    }

    public async ValueTask DisposeAsync()
    {
        _admission?.Dispose();
        _gatekeeper?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }
    }

    private static SocketsHttpHandler TrustOnly(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        return new() { SslOptions = new() { CertificateChainPolicy = policy } };
    }
}
