using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.E2E.Replicas;
using Bouncer.TestSupport;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Two replicas behind one address, with failurePolicy Fail: one of them ends, in order and not, while Pods come in.</summary>
public sealed class ReplicaTests(ClusterFixture cluster) : GatekeeperTest(cluster, SharedKind)
{
    private readonly TcpBalancer _balancer = new(ClusterKind.Chosen.ServicesBind, servers: 2);
    private readonly ServiceProcess?[] _replicas = new ServiceProcess?[2];
    private string _configuration = "";

    [Fact]
    public async Task NoPodIsWronglyAdmitted_AndNoneIsRefusedButByTheConstraint_OrSinceItsReplicaWasKilledMeanwhile()
    {
        var where = await CreateNamespaceAsync(NamespaceSuffix); // The test's own is asked about at the AppHost's service.
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: $"namespaces: [{where.Name}]"));
        await StartReplicaAsync(0);
        await StartReplicaAsync(1);
        await RegisterAsync(where);

        await using var stream = new PodStream(
            where, Good, "registry.example.com/app", image => Denied(Namespace.Name, $"image {image} is not allowed"), TimeSpan.FromMilliseconds(20));
        await stream.GoOnAsync(20, Deadline);

        await DrainReplicaAsync(0);
        await stream.GoOnAsync(20, Deadline);
        Assert.DoesNotContain(stream.Answers, a => !a.IsThePolicys);

        await StartReplicaAsync(0);
        await stream.GoOnAsync(20, Deadline);
        Assert.DoesNotContain(stream.Answers, a => !a.IsThePolicys);

        // A killed process takes along what it was asked. The API server does not ask admission webhooks again, and says so.
        await KillReplicaAsync(1);
        await stream.GoOnAsync(2 * PodStream.Workers, Deadline); // All that was under way has come to its end.
        var meanwhile = stream.Answers.Count;
        Assert.All(
            stream.Answers.Where(a => !a.IsThePolicys),
            a => Assert.Contains($"failed calling webhook \"{GatekeeperWebhook.ValidationName}\"", a.Refusal?.Message, StringComparison.Ordinal));

        await stream.GoOnAsync(20, Deadline);
        Assert.DoesNotContain(stream.Answers.Skip(meanwhile), a => !a.IsThePolicys);
        Assert.Contains(stream.Answers, a => a.Allowed);
        Assert.Contains(stream.Answers, a => !a.Allowed);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        await GatekeeperWebhook.UnregisterAsync(Cluster, _configuration);
        await base.CleanUpAsync();
        foreach (var replica in _replicas.OfType<ServiceProcess>())
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(replica.Output);
            }

            await replica.DisposeAsync();
        }

        await _balancer.DisposeAsync();
    }

    private async Task StartReplicaAsync(int index)
    {
        var replica = ServiceProcess.Start(
            "gatekeeper-adapter.dll",
            [
                "--cert", Cluster.CertificateFile("server.crt"), "--key", Cluster.CertificateFile("server.key"),
                "--client-ca", Cluster.CertificateFile("ca.crt"), "--kubeconfig", ControlPlane.KubeconfigFile, "--state", "cluster",
                "--operation", "webhook", "--pod-name", $"replica-{index}",
                "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "2",
            ],
            Deadline);
        _replicas[index] = replica;
        var (admission, management) = await replica.ListeningAsync();
        using var client = new HttpClient { BaseAddress = management };
        await Eventually.HoldsAsync(
            async () => (await client.GetAsync("/readyz", Deadline)).IsSuccessStatusCode, "the replica to know what the cluster has", Deadline);
        _balancer.Set(index, admission);
    }

    /// <summary>As Kubernetes does it: SIGTERM, and at the same time no new connections.</summary>
    private async Task DrainReplicaAsync(int index)
    {
        await _replicas[index]!.TerminateAsync();
        _balancer.Remove(index);
        await _replicas[index]!.WaitForExitAsync();
        await _replicas[index]!.DisposeAsync();
        _replicas[index] = null;
    }

    /// <summary>SIGKILL: nothing is drained, nobody is told.</summary>
    private async Task KillReplicaAsync(int index)
    {
        _balancer.Remove(index);
        await _replicas[index]!.DisposeAsync();
        _replicas[index] = null;
    }

    private async Task RegisterAsync(TestNamespace where)
    {
        _configuration = where.Name;
        var selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["e2e"] = where.Name } };
        await new GatekeeperWebhook { Name = where.Name, Server = new($"https://localhost:{_balancer.Port}"), FailurePolicy = "Fail", Namespaces = selector }
            .RegisterAsync(Cluster, Deadline);
        await Eventually.HoldsAsync(
            async () => await where.TryCreatePodAsync(Bad, $"probe-{Guid.NewGuid():N}") is not null, "the API server to ask the replicas", Deadline);
    }
}
