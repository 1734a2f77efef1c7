using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.Replicas;

/// <summary>Two Webhooks behind one address, as in production, and everything that happens to them there.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const string Policy = """
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata:
          name: replicas
        spec:
          rules:
          - name: docker-hub
            allow:
              registries: [docker.io]

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TcpBalancer _balancer = new(ClusterKind.Chosen.ServicesBind, servers: 2);
    private readonly ServiceProcess?[] _replicas = new ServiceProcess?[2];
    private readonly Uri[] _addresses = new Uri[2];
    private ITestCluster? _controlPlane;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        WriteServerCertificate();
        using var client = _authority.IssueClient("kube-apiserver");
        _folder.Write("ca.crt", _authority.Pem);
        _folder.Write("client.crt", client.ExportCertificatePem());
        _folder.Write("client.key", client.KeyPem());
        _folder.Write("policy.yaml", Policy);
        await StartReplicaAsync(0);
        await StartReplicaAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            var services = string.Join("\n", _replicas.Select(r => string.Join('\n', r?.Output.Split('\n').TakeLast(20) ?? [])));
            TestContext.Current.TestOutputHelper?.WriteLine($"=== Control plane\n{await LastLinesAsync()}\n=== Services\n{services}");
        }

        if (_controlPlane is not null)
        {
            await _controlPlane.DisposeAsync();
        }

        await _balancer.DisposeAsync();
        foreach (var replica in _replicas.OfType<ServiceProcess>())
        {
            await replica.DisposeAsync();
        }

        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task WhateverHappensToThem_NoPodIsWronglyAdmitted_AndNoneRefusedButByPolicy_OrGivenUpByTheApiServer()
    {
        await StartControlPlaneAsync();
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_controlPlane!.KubeconfigFile));
        var where = await TestNamespace.CreateAsync(client, _controlPlane, "", Deadline);

        PodStream stream;
        await using (stream = new PodStream(
            where, "busybox", "quay.io/app", image => $"image \"{image}\" is not allowed by rule \"docker-hub\"", TimeSpan.FromMilliseconds(20)))
        {
            await stream.GoOnAsync(20, Deadline);

            await KillReplicaAsync(0);
            await stream.GoOnAsync(20, Deadline);

            var certificate = WriteServerCertificate();
            await UntilPresentedAsync(1, certificate);
            await stream.GoOnAsync(20, Deadline);

            await StartReplicaAsync(0);
            await KillReplicaAsync(1);
            await stream.GoOnAsync(20, Deadline);

            _folder.Write("policy.yaml", Policy.Replace("[docker.io]", "[docker.io, gcr.io]", StringComparison.Ordinal));
            await Eventually.HoldsAsync(
                async () => await where.TryCreatePodAsync($"gcr.io/app:{Guid.NewGuid():N}", $"gcr-{Guid.NewGuid():N}") is null, "the new policy", Deadline);
            await StartReplicaAsync(1);
            await stream.GoOnAsync(20, Deadline);
        }

        Assert.DoesNotContain(stream.Answers, a => !a.IsThePolicys && !IsGivenUp(a));
        Assert.InRange(stream.Answers.Count(IsGivenUp), 0, 2 * (PodStream.Workers - 1)); // Two replicas are killed.
        Assert.Contains(stream.Answers, a => a.Allowed);
        Assert.Contains(stream.Answers, a => !a.Allowed);
    }

    /// <summary>Of the requests that a connection has when it is reset the API server asks all again, but for one case: when it
    /// learns of it by writing another one, Go's HTTP/2 client gives up those that were written before.</summary>
    private static bool IsGivenUp(Answer answer)
        => answer.Refusal?.Message.Contains("http2: client connection force closed", StringComparison.Ordinal) == true;

    private async Task StartControlPlaneAsync()
    {
        var kind = ClusterKind.Chosen;
        if (await kind.FindOutWhyNotAsync(Deadline) is { } reason)
        {
            Requirements.Check(kind.Name, reason);
            Assert.Skip($"No cluster of kind {kind.Name}: {reason}");
        }

        (_, var auditArguments) = AuditLog.Create(_folder);
        _controlPlane = await kind.StartAsync(
            new()
            {
                ImagePolicyWebhook = new()
                {
                    Server = new($"https://localhost:{_balancer.Port}/image_policy"),
                    CertificateAuthorityFile = _folder.File("ca.crt"),
                    ClientCertificate = new(_folder.File("client.crt"), _folder.File("client.key")),
                    AllowTtl = TimeSpan.Zero, // Every Pod is asked about.
                    DenyTtl = TimeSpan.Zero,
                },
                ApiServerArguments = auditArguments,
            },
            _folder.File("audit"),
            Deadline);
    }

    private async Task<string> LastLinesAsync() => _controlPlane is null ? "" : await _controlPlane.LastLinesAsync();

    private async Task StartReplicaAsync(int index)
    {
        var replica = ServiceProcess.Start(
            "image-bouncer-webhook.dll",
            [
                "--cert", _folder.File("tls.crt"), "--key", _folder.File("tls.key"), "--policy", _folder.File("policy.yaml"),
                "--client-ca", _folder.File("ca.crt"), "--client-name", "kube-apiserver",
                "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0",
            ],
            Deadline);
        _replicas[index] = replica;
        _addresses[index] = (await replica.ListeningAsync()).Admission;
        _balancer.Set(index, _addresses[index]);
    }

    /// <summary>SIGKILL: nothing is drained, nobody is told.</summary>
    private async Task KillReplicaAsync(int index)
    {
        await _replicas[index]!.DisposeAsync();
        _replicas[index] = null;
    }

    private string WriteServerCertificate()
    {
        using var certificate = _authority.IssueServer();
        _folder.Write("tls.key", certificate.KeyPem());
        _folder.Write("tls.crt", certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    /// <summary>Waits until a replica shows new connections its new certificate.</summary>
    private Task UntilPresentedAsync(int index, string thumbprint) => Eventually.HoldsAsync(
        async () =>
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", _addresses[index].Port, Deadline);
            using var clientCertificate = X509Certificate2.CreateFromPemFile(_folder.File("client.crt"), _folder.File("client.key"));
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    ClientCertificates = [clientCertificate],
                    CertificateChainPolicy = TestTrust.In(_authority),
                },
                Deadline);
            return ((X509Certificate2)tls.RemoteCertificate!).Thumbprint == thumbprint;
        },
        "the new certificate",
        Deadline);
}
