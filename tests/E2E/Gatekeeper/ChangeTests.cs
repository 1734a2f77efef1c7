using System.Diagnostics;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>What is changed in the cluster counts a moment later. How long that takes stands in the test's output.</summary>
public sealed class ChangeTests(ClusterFixture cluster) : GatekeeperTest(cluster)
{
    [Fact]
    public async Task ChangedTemplate_CountsAtOnce()
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint());
        Assert.Equal(Denied(Namespace.Name, $"image {Bad} is not allowed"), (await Namespace.TryCreatePodAsync(Bad))?.Message);

        await ApplyTemplateAsync(Template("is not of this house"));

        await SoonAsync(refusal => refusal?.Message == Denied(Namespace.Name, $"image {Bad} is not of this house"), "the template's new words");
    }

    [Fact]
    public async Task ChangedConstraint_CountsAtOnce_AndDeletedItDoesNot()
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint());
        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));

        await ApplyOnceServedAsync(Constraint("parameters: {repos: [docker.io/, registry.example.com/]}"));
        await SoonAsync(refusal => refusal is null, "the constraint's new parameters");

        await ApplyOnceServedAsync(Constraint());
        await SoonAsync(refusal => refusal is not null, "the constraint's old parameters");

        Assert.Equal(0, (await Namespace.KubectlAsync("delete", Kind.ToLowerInvariant(), Namespace.Name)).ExitCode);
        await SoonAsync(refusal => refusal is null, "the end of the constraint");
    }

    [Fact]
    public async Task DeletedTemplate_TakesItsConstraintsAlong()
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint());
        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));

        await Cluster.Client.CustomObjects.DeleteClusterCustomObjectAsync(
            "templates.gatekeeper.sh", "v1", "constrainttemplates", Kind.ToLowerInvariant(), cancellationToken: Deadline);

        await SoonAsync(refusal => refusal is null, "the end of the template");
        await Eventually.HoldsAsync(IsKindGoneAsync, "the end of its constraints' kind", Deadline);
    }

    private async Task<bool> IsKindGoneAsync()
    {
        var crds = await Cluster.Client.ApiextensionsV1.ListCustomResourceDefinitionAsync(
            fieldSelector: $"metadata.name={Kind.ToLowerInvariant()}.constraints.gatekeeper.sh", cancellationToken: Deadline);
        return crds.Items.Count == 0;
    }

    private async Task SoonAsync(Func<Refusal?, bool> expected, string what)
    {
        var watch = Stopwatch.StartNew();
        await UntilAsync(Bad, expected, what);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms");
    }
}
