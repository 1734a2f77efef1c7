using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>gatekeeper-adapter under the AppHost, with its templates and constraints in the cluster, and registered there.</summary>
internal sealed class GatekeeperService(ClusterFixture cluster)
{
    /// <summary>The service's name in the AppHost.</summary>
    public const string Resource = "gatekeeper-adapter";

    /// <summary>The namespace that the service takes for its own.</summary>
    public const string OwnNamespace = "gatekeeper-system";

    private Task? _first;

    /// <summary>The kinds of constraints that several tests share, once their template is there.</summary>
    public HashSet<string> SharedKinds { get; } = new(StringComparer.Ordinal);

    /// <summary>The service's address, as the API server knows it.</summary>
    public Uri Address => cluster.App.GetEndpoint(Resource, "admission");

    /// <summary>Has services that are started from now on audit without a pause worth waiting for. They inherit this process's
    /// environment.</summary>
    public static void BeQuick() => Environment.SetEnvironmentVariable("BOUNCER_AUDIT_INTERVAL", "2");

    /// <summary>Starts the service and has the API server ask it, the first time it is called. Tests come one after another.</summary>
    public Task EnsureStartedAsync(CancellationToken cancellationToken) => _first ??= StartFirstAsync(cancellationToken);

    /// <summary>Starts the service and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await cluster.App.ResourceCommands.ExecuteCommandAsync(Resource, KnownResourceCommands.StartCommand, cancellationToken);
        await cluster.App.ResourceNotifications.WaitForResourceHealthyAsync(Resource, cancellationToken);
    }

    /// <summary>Stops the service.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
        => cluster.App.ResourceCommands.ExecuteCommandAsync(Resource, KnownResourceCommands.StopCommand, cancellationToken);

    /// <summary>A client that shows the API server's certificate, for requests that this API server does not make.</summary>
    public HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(cluster.CertificateFile("ca.crt")));
        var files = cluster.ApiServerCertificate();
        return new(new SocketsHttpHandler
        {
            SslOptions = new() { ClientCertificates = [X509Certificate2.CreateFromPemFile(files.Certificate, files.Key)], CertificateChainPolicy = policy },
        })
        {
            BaseAddress = Address,
        };
    }

    private async Task StartFirstAsync(CancellationToken cancellationToken)
    {
        await CreateOwnNamespaceAsync(cancellationToken);
        await StartAsync(cancellationToken);
        await new GatekeeperWebhook { Name = "gatekeeper", Server = Address }.RegisterAsync(cluster, cancellationToken);
        await GatekeeperWebhook.UntilAskedAsync(cluster, cancellationToken);
    }

    private async Task CreateOwnNamespaceAsync(CancellationToken cancellationToken)
    {
        await cluster.Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = OwnNamespace } }, cancellationToken: cancellationToken);
        await TestNamespace.ExistingAsync(cluster.Client, cluster.ControlPlane, OwnNamespace, cancellationToken);
    }
}
