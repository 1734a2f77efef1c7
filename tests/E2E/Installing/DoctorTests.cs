using System.Text;
using System.Text.Json.Nodes;
using Bouncer.E2E.Cluster;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.Installing;

/// <summary><c>bouncer doctor</c> on an installation that is well, and with one fault each.</summary>
public sealed class DoctorTests(Installation installation) : InstallationTest(installation)
{
    private bool _registered;

    [Fact]
    public async Task GoodInstallation_IsWell()
    {
        var run = (await Installation.DoctorAsync()).Ended(0);

        Assert.EndsWith(" ok, 0 skipped, 0 warnings, 0 problems\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["admission-configuration", "api-server", "ca-bundle", "clock", "ephemeral-containers", "failed-open", "failure-policy", "kubeconfig", "namespaces", "rules", "secret", "webhook"],
            run.Output.Split('\n')[..^2].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Findings_ArePrintedForPrograms()
    {
        var run = (await Installation.DoctorAsync("--output", "json", "--secret", "no-secret")).Ended(2);

        var report = JsonNode.Parse(run.Output)!;
        Assert.Equal(1, (int)report["summary"]!["problem"]!);
        var problem = Assert.Single(report["findings"]!.AsArray(), f => (string?)f!["status"] == "problem")!;
        Assert.Equal("secret", (string?)problem["check"]);
        Assert.Equal("Secret default/no-secret is not there, and the Webhook's Pods wait for it", (string?)problem["message"]);
        Assert.Equal("Run bouncer init.", (string?)problem["remedy"]);
    }

    [Fact]
    public async Task WebhookThatDoesNotAnswer_IsAProblem()
        => await AssertFoundAsync(2, "problem  webhook", "https://127.0.0.1:1/image_policy cannot be called: Connection refused", "--server", "https://127.0.0.1:1/image_policy");

    [Fact]
    public async Task CertificateForOtherNames_IsAProblem()
        => await AssertFoundAsync(
            2, "problem  webhook", "and not for localhost -> Run bouncer init --renew --host localhost.", "--server", new UriBuilder(Installation.Server) { Host = "localhost" }.Uri.AbsoluteUri);

    [Fact]
    public async Task AuthorityOfAStranger_IsAProblem()
    {
        await RegisterAsync(webhook => webhook.ClientConfig.CaBundle = Encoding.UTF8.GetBytes(Installation.Stranger.Pem));

        await AssertFoundAsync(2, "problem  ca-bundle", "has a certificate that the API server does not trust: it was issued by CN=local-cluster, and the authority is CN=a stranger");
    }

    [Fact]
    public async Task NoAuthority_IsAProblem()
    {
        await RegisterAsync(webhook => webhook.ClientConfig.CaBundle = null);

        await AssertFoundAsync(2, "problem  ca-bundle", "image-bouncer-webhook/images.bouncer.dev has no caBundle");
    }

    [Fact]
    public async Task ServiceThatCannotBeCalledFromHere_IsJudgedByItsSecret()
    {
        await using var service = await ServiceAsync("image-bouncer-webhook");
        await RegisterAsync(AsksTheService);

        // The exit code is for the Service's own namespace, which the webhook does not leave alone.
        await AssertFoundAsync(
            2,
            "ok       ca-bundle",
            "image-bouncer-webhook/images.bouncer.dev (Secret default/tls-image-bouncer-webhook, since image-bouncer-webhook.default.svc cannot be called from here) has a certificate until ");
    }

    [Fact]
    public async Task SecretOfAnotherAuthorityThanTheServices_IsAProblem()
    {
        await using var service = await ServiceAsync("image-bouncer-webhook");
        await RegisterAsync(webhook =>
        {
            AsksTheService(webhook);
            webhook.ClientConfig.CaBundle = Encoding.UTF8.GetBytes(Installation.Stranger.Pem);
        });

        await AssertFoundAsync(
            2, "problem  ca-bundle", "cannot be called from here) has a certificate that the API server does not trust: it was issued by CN=local-cluster, and the authority is CN=a stranger");
    }

    [Fact]
    public async Task SecretForOtherNamesThanTheServices_IsAProblem()
    {
        await using var service = await ServiceAsync("another-name");
        await RegisterAsync(webhook =>
        {
            AsksTheService(webhook);
            webhook.ClientConfig.Service.Name = "another-name";
        });

        await AssertFoundAsync(2, "problem  ca-bundle", "and not for another-name.default.svc -> Run bouncer init --renew --host another-name.default.svc.");
    }

    [Fact]
    public async Task ServiceThatIsNotThere_IsAProblem()
    {
        await RegisterAsync(AsksTheService);

        await AssertFoundAsync(2, "problem  ca-bundle", "image-bouncer-webhook.default.svc cannot be called: there is no such Service");
    }

    [Fact]
    public async Task RulesWithoutEphemeralContainers_AreAProblem()
    {
        await RegisterAsync(webhook => webhook.Rules[0].Resources = ["pods", "podtemplates", "replicationcontrollers"]);

        await AssertFoundAsync(2, "problem  rules", "images.bouncer.dev is not asked about UPDATE of pods/ephemeralcontainers -> Add them to its rules");
    }

    [Fact]
    public async Task RulesWithoutWorkloads_AreWarnedOf()
    {
        await RegisterAsync(webhook => webhook.Rules.RemoveAt(1));

        await AssertFoundAsync(1, "warning  rules", "is not asked about daemonsets, deployments, replicasets, statefulsets: their Pods are refused");
    }

    [Fact]
    public async Task FailurePolicyIgnore_IsWarnedOf()
    {
        await RegisterAsync(webhook => webhook.FailurePolicy = "Ignore");

        await AssertFoundAsync(1, "warning  failure-policy", "has failurePolicy: Ignore, so that changes are admitted while nobody answers");
    }

    [Fact]
    public async Task KubeSystemThatIsNotExcluded_IsAProblem()
    {
        await RegisterAsync(webhook => webhook.NamespaceSelector = null);

        await AssertFoundAsync(2, "problem  namespaces", "refuses everything in kube-system while nobody answers");
    }

    [Fact]
    public async Task NamespaceThatIsExcluded_IsWarnedOf()
    {
        var where = await TestNamespace.CreateAsync(Installation.Client, Installation.Cluster, "-open", Deadline);
        await RegisterAsync(webhook => webhook.NamespaceSelector.MatchExpressions.Add(new() { Key = "e2e", OperatorProperty = "NotIn", Values = [where.Name] }));

        await AssertFoundAsync(1, "warning  namespaces", $"is not asked about namespaces {where.Name}: any image runs there");
        await where.DeleteAsync();
    }

    [Fact]
    public async Task DefaultAllow_IsAProblem()
    {
        var good = await File.ReadAllTextAsync(Installation.FileOf("admission/admission.yaml"), Deadline);
        var open = Installation.Write("open.yaml", good.Replace("defaultAllow: false", "defaultAllow: true", StringComparison.Ordinal));

        await AssertFoundAsync(2, "problem  admission-configuration", "has defaultAllow: true, so that images are admitted while the Webhook does not answer", "--admission-config", open);
    }

    [Fact]
    public async Task PodThatWasAdmittedUnasked_IsWarnedOf()
    {
        var where = await TestNamespace.CreateAsync(Installation.Client, Installation.Cluster, "", Deadline);
        var pod = TestNamespace.Pod("unasked", "busybox");
        pod.Metadata.Annotations = new Dictionary<string, string> { ["alpha.image-policy.k8s.io/failed-open"] = "true" };
        Assert.Null(await where.TryCreatePodAsync(pod));

        await AssertFoundAsync(1, "warning  failed-open", $"Pods were admitted while nobody could be asked: {where.Name}/unasked");
        await Installation.Client.CoreV1.DeleteNamespacedPodAsync("unasked", where.Name, new V1DeleteOptions { GracePeriodSeconds = 0 }, cancellationToken: Deadline);
        await where.DeleteAsync();
    }

    [Fact]
    public async Task WhatMayNotBeRead_IsNotTakenForGood()
    {
        var token = await Installation.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new() { Audiences = [] } }, "default", "default", cancellationToken: Deadline);

        var run = await Installation.DoctorAsync("--kubeconfig", Kubeconfig($"token: {token.Status.Token}"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Allow this account to get secrets.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Allow this account to list validatingwebhookconfigurations.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Allow this account to list pods.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccountThatTheApiServerDoesNotKnow_IsSaid()
        => await AssertFoundAsync(
            1, "warning  secret", "-> Name a kubeconfig with --kubeconfig whose credentials the API server takes.", "--kubeconfig", Kubeconfig("token: nobodys"));

    [Fact]
    public async Task ClusterThatDoesNotAnswer_IsAProblem()
        => await AssertFoundAsync(2, "problem  api-server", "The kubeconfig /nowhere/kubeconfig cannot be used", "--kubeconfig", "/nowhere/kubeconfig");

    /// <inheritdoc/>
    protected override Task CleanUpAsync() => _registered ? Installation.RegisterAsync() : Task.CompletedTask;

    private Task RegisterAsync(Action<V1ValidatingWebhook> change)
    {
        _registered = true;
        return Installation.RegisterAsync(change);
    }

    private static void AsksTheService(V1ValidatingWebhook webhook)
    {
        webhook.ClientConfig.Url = null;
        webhook.ClientConfig.Service = new() { NamespaceProperty = "default", Name = "image-bouncer-webhook" };
    }

    /// <summary>A Service that nobody can call, since it has no address: whose that would be on the network of this machine is not known.</summary>
    private async Task<IAsyncDisposable> ServiceAsync(string name)
    {
        await Installation.Client.CoreV1.CreateNamespacedServiceAsync(
            new() { Metadata = new() { Name = name }, Spec = new() { ClusterIP = "None", Ports = [new() { Port = 443 }] } }, "default", cancellationToken: Deadline);
        return new Deletion(() => Kubectl.RunAsync(Installation.Cluster, "delete", "service", name)); // The client library cannot read what older API servers answer.
    }

    /// <summary>A kubeconfig for somebody else.</summary>
    private string Kubeconfig(string user) => Installation.Write("other.kubeconfig", $$"""
        apiVersion: v1
        kind: Config
        current-context: other
        contexts: [{name: other, context: {cluster: here, user: other} }]
        clusters: [{name: here, cluster: {server: "{{Installation.Client.BaseUri}}", certificate-authority: "{{Installation.FileOf("ca.crt")}}"} }]
        users: [{name: other, user: { {{user}} } }]
        """);

    private async Task<BouncerRun> AssertFoundAsync(int exitCode, string begin, string part, params string[] arguments)
    {
        var run = (await Installation.DoctorAsync(arguments)).Ended(exitCode);
        Assert.True(
            run.Output.Split('\n').Any(l => l.StartsWith(begin, StringComparison.Ordinal) && l.Contains(part, StringComparison.Ordinal)),
            $"no line '{begin} ... {part}' in\n{run.Output}");
        return run;
    }

    private sealed class Deletion(Func<Task> delete) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await delete();
    }
}
