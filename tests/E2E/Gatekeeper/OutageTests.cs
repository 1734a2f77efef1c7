using System.Net;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Parts that are away, come back, or are broken: what the rest does meanwhile.</summary>
public sealed class OutageTests(ClusterFixture cluster) : GatekeeperTest(cluster)
{
    private const string BadRego = """
        violation[{"msg": msg}] {
          msg := sprintf("image %v", [image])
        }
        """;

    private string _own = "";

    [Fact]
    public async Task RestartedService_KnowsTheConstraintsBeforeItIsReady()
    {
        await ApplyRuleAsync();

        await Cluster.Gatekeeper.StopAsync(Deadline);
        await Cluster.Gatekeeper.StartAsync(Deadline);

        Assert.Equal(Denied(Namespace.Name, $"image {Bad} is not allowed"), (await Namespace.TryCreatePodAsync(Bad))?.Message);
        Assert.Null(await Namespace.TryCreatePodAsync(Good));
    }

    [Fact]
    public async Task RestartedApiServer_IsWatchedAgain()
    {
        await ApplyRuleAsync();

        await ControlPlane.RestartApiServerAsync(cancellationToken: Deadline);

        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
        await ApplyTemplateAsync(Template("is not of this house"));
        await UntilAsync(Bad, refusal => refusal?.Message == Denied(Namespace.Name, $"image {Bad} is not of this house"), "a change after the restart");
    }

    [Fact]
    public async Task BadTemplate_IsRefusedWithTheLine()
    {
        var (exitCode, output) = await Namespace.ApplyAsync(Template(BadRego, parameters: "unused: {type: string}"));

        Assert.Equal(1, exitCode);
        Assert.Contains("admission webhook \"validation.gatekeeper.sh\" denied the request: ", output, StringComparison.Ordinal);
        Assert.Contains("image", output, StringComparison.Ordinal);
        Assert.Contains("rego_unsafe_var_error", output, StringComparison.Ordinal);
    }

    /// <summary>It came while nobody was asked, as failurePolicy Ignore has it.</summary>
    [Fact]
    public async Task BadTemplateThatIsThere_SaysSoInItsStatus_AndAdmissionGoesOn()
    {
        await ApplyRuleAsync();
        var bad = $"e2e{Guid.NewGuid().ToString("N")[..8]}";
        await Cluster.Gatekeeper.StopAsync(Deadline);
        var template = Template(BadRego, parameters: "unused: {type: string}").Replace(Kind, $"E{bad[1..]}", StringComparison.Ordinal).Replace(Kind.ToLowerInvariant(), bad, StringComparison.Ordinal);
        Assert.Equal(0, (await Namespace.ApplyAsync(template)).ExitCode);
        try
        {
            await Cluster.Gatekeeper.StartAsync(Deadline);

            Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
            Assert.Null(await Namespace.TryCreatePodAsync(Good));
            await Eventually.HoldsAsync(
                async () => (await GetAsync($"apis/templates.gatekeeper.sh/v1/constrainttemplates/{bad}"))["status"]?["byPod"]?.ToJsonString()
                    .Contains("\"code\":\"ingest_error\"", StringComparison.Ordinal) == true,
                "the mistake to stand in the status",
                Deadline);
        }
        finally
        {
            await Namespace.KubectlAsync("delete", "constrainttemplate", bad);
        }
    }

    [Fact]
    public async Task WhileTheServiceIsAway_FailurePolicyIgnore_AdmitsEverything()
    {
        await ApplyRuleAsync();

        await Cluster.Gatekeeper.StopAsync(Deadline);
        Assert.Null(await Namespace.TryCreatePodAsync(Bad, "while-away"));
        await Cluster.Gatekeeper.StartAsync(Deadline);

        Assert.Equal(Denied(Namespace.Name, $"image {Bad} is not allowed"), (await Namespace.TryCreatePodAsync(Bad, "when-back"))?.Message);
    }

    [Fact]
    public async Task WhileTheServiceIsAway_FailurePolicyFail_AdmitsNothing()
    {
        await ApplyRuleAsync();
        _own = Namespace.Name;
        var selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["e2e"] = Namespace.Name } };
        await new GatekeeperWebhook { Name = _own, Server = Cluster.Gatekeeper.Address, FailurePolicy = "Fail", Namespaces = selector }.RegisterAsync(Cluster, Deadline);

        await Cluster.Gatekeeper.StopAsync(Deadline);
        Refusal? refusal = null;
        await UntilAsync(Good, r => (refusal = r) is not null, "failurePolicy Fail");
        await GatekeeperWebhook.UnregisterAsync(Cluster, _own); // It also counts for what the service writes while it starts.
        await Cluster.Gatekeeper.StartAsync(Deadline);

        Assert.Equal(HttpStatusCode.InternalServerError, refusal!.Status);
        Assert.Contains($"failed calling webhook \"{GatekeeperWebhook.ValidationName}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await Namespace.TryCreatePodAsync(Good, "when-back"));
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        await GatekeeperWebhook.UnregisterAsync(Cluster, _own);
        await Cluster.Gatekeeper.StartAsync(CancellationToken.None);
        await base.CleanUpAsync();
    }

    private async Task ApplyRuleAsync()
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint());
        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
    }
}
