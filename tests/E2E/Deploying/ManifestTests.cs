using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Deploying;

/// <summary>The manifests under <c>deploy</c>, taken by an API server that nobody else uses: their webhooks are asked about
/// everything, and nobody is there to answer.</summary>
public sealed class ManifestTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ITestCluster? _cluster;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var kind = ClusterKind.Chosen;
        if (await kind.FindOutWhyNotAsync(Deadline) is { } reason)
        {
            Requirements.Check(kind.Name, reason);
            Assert.Skip($"No cluster of kind {kind.Name}: {reason}");
        }

        (_, var auditArguments) = AuditLog.Create(_folder);
        _cluster = await kind.StartAsync(new() { ApiServerArguments = auditArguments }, _folder.File("audit"), Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Overlays_AreTakenAsTheyAre()
    {
        // API servers that lack something have an overlay that says what.
        var overlays = Path.Combine(Repository.Root, "deploy", "overlays", _cluster!.Version.IsBefore(21) ? "kubernetes-1.20" : "");
        // Those of the adapter come last: nobody answers their webhooks.
        string[] names = ["development/webhook", "production/webhook", "development/gatekeeper-adapter", "production/gatekeeper-adapter"];

        foreach (var overlay in names.Select(name => Path.Combine(overlays, name)))
        {
            // It refuses fields that the API server's schema does not know.
            var (exitCode, output) = await Kubectl.RunAsync(_cluster, "apply", "-k", overlay);
            Assert.True(exitCode == 0, $"{overlay}:\n{output}");

            // The next overlay has the same names and ports.
            (exitCode, output) = await Kubectl.RunAsync(
                _cluster, "delete", "--wait=false", "validatingwebhookconfigurations,services", "--all-namespaces", "--selector=app.kubernetes.io/part-of=bouncer");
            Assert.True(exitCode == 0, output);
        }
    }
}
