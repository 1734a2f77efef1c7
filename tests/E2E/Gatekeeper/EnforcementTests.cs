using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bouncer.E2E.Cluster;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>What a constraint does to those who break it.</summary>
public sealed class EnforcementTests(ClusterFixture cluster) : GatekeeperTest(cluster, SharedKind)
{
    private const string DockerHub = "parameters: {repos: [docker.io/]}";

    [Fact]
    public async Task Warn_AdmitsThePod_AndKubectlShowsTheWarning()
    {
        await ApplyAsync("enforcementAction: warn");

        var (exitCode, output) = await Namespace.KubectlAsync("run", "shop", $"--image={Bad}");

        Assert.Equal(0, exitCode);
        Assert.Contains($"Warning: [{Namespace.Name}] image {Bad} is not allowed\n", output, StringComparison.Ordinal);
        Assert.Contains("pod/shop created", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warn_ReachesClientsInTheHeader()
    {
        await ApplyAsync("enforcementAction: warn");

        using var answer = await CreatePodAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal([$"299 - \"[{Namespace.Name}] image {Bad} is not allowed\""], answer.Headers.GetValues("Warning"));
    }

    [Fact]
    public async Task DryRun_AdmitsThePod_WithoutAWord()
    {
        await ApplyAsync("enforcementAction: dryrun");

        using var answer = await CreatePodAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task Scoped_DoesAtTheWebhookWhatIsSaidOfTheWebhook()
    {
        await ApplyAsync("""
            enforcementAction: scoped
            scopedEnforcementActions:
            - action: deny
              enforcementPoints: [{name: audit.gatekeeper.sh}]
            - action: warn
              enforcementPoints: [{name: validation.gatekeeper.sh}]
            """);

        using var answer = await CreatePodAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal([$"299 - \"[{Namespace.Name}] image {Bad} is not allowed\""], answer.Headers.GetValues("Warning"));
    }

    [Fact]
    public async Task Scoped_IsNotEnforcedWhereItIsNotSaid_AndRefusesWhereItIs()
    {
        const string Scoped = """
            enforcementAction: scoped
            scopedEnforcementActions:
            - action: deny
              enforcementPoints: [{name: POINT}]
            """;
        await ApplyAsync(Scoped.Replace("POINT", "audit.gatekeeper.sh", StringComparison.Ordinal));
        Assert.Null(await Namespace.TryCreatePodAsync(Bad, "not-asked"));

        await ApplyConstraintAsync(Constraint($"{DockerHub}\n{Scoped.Replace("POINT", "validation.gatekeeper.sh", StringComparison.Ordinal)}"));

        Assert.Equal(Denied(Namespace.Name, $"image {Bad} is not allowed"), (await Namespace.TryCreatePodAsync(Bad))?.Message);
    }

    [Fact]
    public async Task UnknownAction_IsRefused_WithTheKnownOnes()
    {
        await ApplyTemplateAsync(Template());

        var (exitCode, output) = await ApplyOnceServedAsync(Constraint($"{DockerHub}\nenforcementAction: refuse"));

        Assert.Equal(1, exitCode);
        Assert.Contains("\"refuse\" is not within the supported list [deny dryrun warn scoped]", output, StringComparison.Ordinal);
    }

    private async Task ApplyAsync(string enforcement)
    {
        await ApplyTemplateAsync(Template());
        await ApplyConstraintAsync(Constraint($"{DockerHub}\n{enforcement}"));
    }

    private async Task<HttpResponseMessage> CreatePodAsync()
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "pod" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = Bad }) },
        };
        return await Cluster.Client.HttpClient.PostAsync(
            new Uri(Cluster.Client.BaseUri, $"api/v1/namespaces/{Namespace.Name}/pods"), new StringContent(pod.ToJsonString(), Encoding.UTF8, "application/json"), Deadline);
    }
}
