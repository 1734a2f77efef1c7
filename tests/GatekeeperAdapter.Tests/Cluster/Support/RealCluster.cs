using System.Net;
using Bouncer.GatekeeperAdapter.Cluster;
using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Binaries;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>A real API server, one for the tests of a class, and what tests do there. Each test has kinds of its own.</summary>
public sealed class RealCluster : IAsyncLifetime
{
    private const string RequiredBy = "E2E_REQUIRE";
    private ControlPlane? _controlPlane;

    public ControlPlane ControlPlane
    {
        get
        {
            Assert.SkipWhen(_controlPlane is null, "There are no programs of a control plane: eng/kubernetes.sh gets them.");
            return _controlPlane;
        }
    }

    internal ApiClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (KubernetesBinaries.Find() is null)
        {
            Assert.False((Environment.GetEnvironmentVariable(RequiredBy) ?? "").Contains("native", StringComparison.Ordinal), $"{RequiredBy} names 'native', and there are no programs of a control plane.");
            return;
        }

        _controlPlane = await ControlPlane.StartAsync(new() { StartTimeout = TimeSpan.FromMinutes(3) });
        Client = new(ApiConnection.Open(_controlPlane.KubeconfigFile, "tests"), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (_controlPlane is not null)
        {
            await _controlPlane.DisposeAsync();
        }
    }

    internal Task<Replica> ReplicaAsync(string name = "replica-a") => Replica.StartAsync(name, ControlPlane.KubeconfigFile);

    internal Task ApplyTemplateAsync(string kind, string rule = "violation[{\"msg\": \"no\"}] { true }")
        => CreateAsync(GatekeeperResources.Templates, $$"""
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: {{kind.ToLowerInvariant()}}}
            spec:
              crd:
                spec:
                  names: {kind: {{kind}}}
              targets:
              - target: admission.k8s.gatekeeper.sh
                rego: |
                  package rule
                  {{rule}}
            """);

    /// <summary>Creates a constraint, once its kind is there.</summary>
    internal async Task ApplyConstraintAsync(string kind, string name)
    {
        var yaml = $$"""
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: {{kind}}
            metadata: {name: {{name}}}
            spec: {}
            """;
        await Eventually($"the kind {kind}", async () =>
        {
            try
            {
                await CreateAsync(GatekeeperResources.Constraints(kind), yaml);
                return true;
            }
            catch (ApiException e) when (e.IsNotFound || e.Status == HttpStatusCode.MethodNotAllowed)
            {
                return false; // There is no such kind yet, or an older one is about to go.
            }
        });
    }

    internal Task<RegoObject> CreateAsync(ApiResource resource, string yaml, string @namespace = "")
    {
        var reading = RegoYaml.ParseAll("test", yaml);
        Assert.Null(reading.Error);
        return Client.CreateAsync(resource, @namespace, (RegoObject)reading.Documents.Single().Value, Deadline);
    }

    internal Task<RegoObject?> FindAsync(ApiResource resource, string name) => Client.FindAsync(resource, "", name, Deadline);

    /// <summary>The entries of <c>status.byPod</c>.</summary>
    internal async Task<IReadOnlyList<RegoObject>> ByPodAsync(ApiResource resource, string name)
        => [.. (await FindAsync(resource, name) ?? RegoObject.Empty).ListAt("status", "byPod").OfType<RegoObject>()];

    internal static Task Eventually(string what, Func<Task<bool>> condition) => TestSupport.Eventually.HoldsAsync(condition, what, Deadline);

    internal static Task Eventually(string what, Func<bool> condition) => Eventually(what, () => Task.FromResult(condition()));

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;
}
