using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.E2E.Replicas;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Two replicas behind one address, with failurePolicy Fail: one of them ends, in order and not, while Pods come in.</summary>
public sealed class ReplicaTests(ClusterFixture cluster) : GatekeeperTest(cluster)
{
    private readonly TcpBalancer _balancer = new(ClusterKind.Chosen.ServicesBind, servers: 2);
    private readonly WebhookProcess?[] _replicas = new WebhookProcess?[2];
    private string _configuration = "";

    [Fact]
    public async Task NoPodIsWronglyAdmitted_AndNoneRefusedButByTheConstraint_OrSinceItsReplicaWasKilledMeanwhile()
    {
        var where = await CreateNamespaceAsync(NamespaceSuffix); // The test's own is asked about at the AppHost's service.
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: $"namespaces: [{where.Name}]"));
        await StartReplicaAsync(0);
        await StartReplicaAsync(1);
        await RegisterAsync(where);

        PodStream stream;
        await using (stream = new PodStream(where, Good, "registry.example.com/app", image => Denied(Namespace.Name, $"image {image} is not allowed")))
        {
            await stream.GoOnAsync(20, Deadline);

            await _replicas[0]!.TerminateAsync();
            await _replicas[0]!.WaitForExitAsync();
            await stream.GoOnAsync(20, Deadline);
            Assert.DoesNotContain(stream.Answers, a => !a.IsThePolicys);

            await StartReplicaAsync(0);
            await KillReplicaAsync(1);
            await stream.GoOnAsync(20, Deadline);
        }

        // A killed process takes what it was asked along. The API server does not ask admission webhooks again, and says so.
        var unanswered = stream.Answers.Where(a => !a.IsThePolicys).ToArray();
        Assert.All(unanswered, a => Assert.Contains($"failed calling webhook \"{GatekeeperWebhook.ValidationName}\"", a.Refusal?.Message, StringComparison.Ordinal));
        // Each worker may lose one to the replica, and one more while its address still leads there.
        Assert.InRange(unanswered.Length, 0, 2 * PodStream.Workers);
        Assert.Contains(stream.Answers, a => a.Allowed);
        Assert.Contains(stream.Answers, a => !a.Allowed);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        await GatekeeperWebhook.UnregisterAsync(Cluster, _configuration);
        await base.CleanUpAsync();
        foreach (var replica in _replicas.OfType<WebhookProcess>())
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
        var replica = WebhookProcess.Start(
            [
                "--cert", Cluster.CertificateFile("server.crt"), "--key", Cluster.CertificateFile("server.key"),
                "--client-ca", Cluster.CertificateFile("ca.crt"), "--kubeconfig", ControlPlane.KubeconfigFile, "--state", "cluster",
                "--operation", "webhook", "--pod-name", $"replica-{index}",
                "--bind", "127.0.0.1", "--port", "0", "--management-port", "0", "--shutdown-delay", "0",
            ],
            program: "gatekeeper-adapter.dll");
        _replicas[index] = replica;
        var (admission, management) = await replica.ListeningAsync();
        using var client = new HttpClient { BaseAddress = management };
        await Eventually.HoldsAsync(
            async () => (await client.GetAsync("/readyz", Deadline)).IsSuccessStatusCode, "the replica to know what the cluster has", Deadline);
        _balancer.Set(index, admission);
    }

    /// <summary>SIGKILL: nothing is drained, nobody is told.</summary>
    private async Task KillReplicaAsync(int index)
    {
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
