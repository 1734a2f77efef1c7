using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Where constraints count. Before 1.21 an API server gives namespaces no label with their name, so that
/// nothing but the name itself keeps a namespace out.</summary>
public sealed class NamespaceTests(ClusterFixture cluster) : GatekeeperTest(cluster, SharedKind)
{
    private string _everywhere = "";

    [Fact]
    public async Task NamespaceSelector_GoesByTheNamespacesLabels()
    {
        var other = await CreateNamespaceAsync(NamespaceSuffix);
        await HaveAskedAboutAsync(other);
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: $"namespaceSelector: {{matchLabels: {{e2e: {Namespace.Name}}}}}"));

        Assert.Equal(Denied(Namespace.Name, $"image {Bad} is not allowed"), (await Namespace.TryCreatePodAsync(Bad))?.Message);
        Assert.Null(await other.TryCreatePodAsync(Bad));
    }

    [Fact]
    public async Task NamespaceSelector_SeesANamespaceThatIsNew_AndLabelsThatChange()
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: $"namespaceSelector: {{matchLabels: {{strict: {Namespace.Name}}}}}"));
        var fresh = await CreateNamespaceAsync(NamespaceSuffix);
        await HaveAskedAboutAsync(fresh);
        Assert.Null(await fresh.TryCreatePodAsync(Bad, "before"));

        Assert.Equal(0, (await fresh.KubectlAsync("label", "namespace", fresh.Name, $"strict={Namespace.Name}")).ExitCode);

        await UntilRefusedAsync(fresh);
    }

    [Fact]
    public async Task ExcludedNamespaces_OfAConstraint_AreLeftAlone_ByTheirNames()
    {
        var (kubeSystem, own) = await AskEverywhereAsync();
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: "excludedNamespaces: [default]"));
        await UntilRefusedAsync(kubeSystem);
        await UntilRefusedAsync(own);

        await ApplyConstraintAsync(Constraint(match: "excludedNamespaces: [default, kube-*, gatekeeper-system]"));

        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
        await AssertAdmittedAsync(kubeSystem);
        await AssertAdmittedAsync(own);
    }

    [Fact]
    public async Task ExcludedNamespaces_OfTheConfig_AreLeftAlone_ByTheirNames()
    {
        var (kubeSystem, own) = await AskEverywhereAsync();
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint(match: $"namespaces: [{Namespace.Name}, kube-system, gatekeeper-system]"));
        await UntilRefusedAsync(kubeSystem);
        await UntilRefusedAsync(own);

        await using (await GatekeeperConfig.ApplyAsync(ControlPlane, "match: [{excludedNamespaces: [kube-*, gatekeeper-system], processes: [webhook]}]"))
        {
            await Eventually.HoldsAsync(async () => await kubeSystem.TryCreatePodAsync(Bad, $"pod-{Guid.NewGuid():N}") is null, "the Config to count", Deadline);

            await AssertAdmittedAsync(own);
            Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
        }

        await UntilRefusedAsync(kubeSystem);
    }

    [Fact]
    public async Task IgnoreLabel_IsForExemptNamespacesAlone()
    {
        const string Label = "admission.gatekeeper.sh/ignore=by-hand";

        var (exitCode, output) = await Namespace.KubectlAsync("label", "namespace", Namespace.Name, Label);

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "admission webhook \"check-ignore-label.gatekeeper.sh\" denied the request: Only exempt namespace can have the admission.gatekeeper.sh/ignore label",
            output,
            StringComparison.Ordinal);
        Assert.Equal(0, (await Namespace.KubectlAsync("label", "namespace", GatekeeperService.OwnNamespace, Label)).ExitCode);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        await base.CleanUpAsync();
        await GatekeeperWebhook.UnregisterAsync(Cluster, _everywhere);
    }

    /// <summary>Has the API server ask about all namespaces, also those of the system.</summary>
    private async Task<(TestNamespace KubeSystem, TestNamespace Own)> AskEverywhereAsync()
    {
        _everywhere = Namespace.Name;
        await new GatekeeperWebhook { Name = _everywhere, Server = Cluster.Gatekeeper.Address, Namespaces = new V1LabelSelector() }.RegisterAsync(Cluster, Deadline);
        return (
            await TestNamespace.ExistingAsync(Cluster.Client, ControlPlane, "kube-system", Deadline),
            await TestNamespace.ExistingAsync(Cluster.Client, ControlPlane, GatekeeperService.OwnNamespace, Deadline));
    }

    private static Task UntilRefusedAsync(TestNamespace where) => Eventually.HoldsAsync(
        async () => await where.TryCreatePodAsync(Bad, $"pod-{Guid.NewGuid():N}") is not null, $"Pods in {where.Name} to be judged", Deadline);

    private static async Task AssertAdmittedAsync(TestNamespace where) => Assert.Null(await where.TryCreatePodAsync(Bad, $"pod-{Guid.NewGuid():N}"));
}
