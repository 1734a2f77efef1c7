using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Bouncer.E2E.Installing;

/// <summary><c>bouncer init</c> on a cluster whose controller manager signs, as kubeadm's does.</summary>
public sealed class InitTests(Installation installation) : InstallationTest(installation)
{
    [Fact]
    public async Task FirstRun_StoresWhatTheClusterHasSigned()
    {
        var secret = await Installation.Client.CoreV1.ReadNamespacedSecretAsync("tls-image-bouncer-webhook", "default", cancellationToken: Deadline);
        using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(secret.Data["tls.crt"]), Encoding.UTF8.GetString(secret.Data["tls.key"]));

        Assert.Equal("kubernetes.io/tls", secret.Type);
        Assert.Equal("CN=system:node:image-bouncer-webhook.default.pod.cluster.local, O=system:nodes", certificate.Subject);
        Assert.All(
            ["image-bouncer-webhook", "image-bouncer-webhook.default.svc", "image-bouncer-webhook.default.svc.cluster.local", "127.0.0.1"],
            host => Assert.True(certificate.MatchesHostname(host, allowCommonName: false), host));
        Assert.StartsWith(
            """
            created    CertificateSigningRequest image-bouncer-webhook.default for signer kubernetes.io/kubelet-serving
            approved   CertificateSigningRequest image-bouncer-webhook.default
            stored     Secret default/tls-image-bouncer-webhook: valid until
            """,
            Installation.FirstRun.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", Installation.FirstRun.Output + Installation.FirstRun.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_CanBeReadByTheirOwnerAlone()
    {
        var files = Directory.GetFiles(Installation.FileOf("admission"));

        Assert.Equal(["admission.yaml", "kubeconfig.yaml"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, AssertReadByItsOwnerAlone);
    }

    [Fact]
    public async Task ApiServer_AsksTheWebhook()
    {
        var where = await TestNamespace.CreateAsync(Installation.Client, Installation.Cluster, "", Deadline);

        Assert.Null(await where.TryCreatePodAsync("docker.io/library/busybox", "allowed"));
        var refusal = await where.TryCreatePodAsync("quay.io/prometheus/busybox", "refused");

        Assert.Equal(HttpStatusCode.Forbidden, refusal?.Status);
        Assert.Matches("image policy web?hook backend denied one or more images: .*\"quay.io/prometheus/busybox\".*allowed are docker.io", refusal!.Message);
        await where.DeleteAsync();
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        var before = await Installation.Client.CoreV1.ReadNamespacedSecretAsync("tls-image-bouncer-webhook", "default", cancellationToken: Deadline);

        var run = (await Installation.InitAsync()).Ended(0);

        var after = await Installation.Client.CoreV1.ReadNamespacedSecretAsync("tls-image-bouncer-webhook", "default", cancellationToken: Deadline);
        Assert.Equal(before.Metadata.ResourceVersion, after.Metadata.ResourceVersion);
        Assert.EndsWith("Nothing to do: everything is as it should be.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Renewal_BringsAnotherCertificate()
    {
        var first = (await InitOtherAsync("renewed", "--approve")).Ended(0);
        var before = await SecretAsync("renewed");

        var run = (await InitOtherAsync("renewed", "--approve", "--renew")).Ended(0);

        Assert.NotEqual(before.Data["tls.crt"], (await SecretAsync("renewed")).Data["tls.crt"]);
        Assert.Contains("created    CertificateSigningRequest renewed.default", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unchanged  Secret", first.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateNearItsEnd_IsRenewed()
    {
        (await InitOtherAsync("ending", "--approve")).Ended(0);
        var before = await SecretAsync("ending");

        (await InitOtherAsync("ending", "--approve", "--renew-before", "3650")).Ended(0);

        Assert.NotEqual(before.Data["tls.crt"], (await SecretAsync("ending")).Data["tls.crt"]);
    }

    [Fact]
    public async Task RunThatNobodyApproved_GoesOnWithItsRequest()
    {
        var run = (await InitOtherAsync("patient", "--timeout", "0")).Ended(1);
        Assert.Equal(
            "Nobody has approved CertificateSigningRequest patient.default within 0 s. Approve it with kubectl certificate approve patient.default, then run bouncer init again: it goes on with the same request.\n",
            run.Error);
        var key = Path.Combine(Installation.FileOf("patient"), "patient.default.key");
        AssertReadByItsOwnerAlone(key);

        var (exitCode, output) = await Kubectl.RunAsync(Installation.Cluster, "certificate", "approve", "patient.default");
        Assert.True(exitCode == 0, output);
        run = (await InitOtherAsync("patient")).Ended(0);

        Assert.Contains("unchanged  CertificateSigningRequest patient.default of an earlier run", run.Output, StringComparison.Ordinal);
        Assert.NotNull(await SecretAsync("patient"));
        Assert.False(File.Exists(key));
    }

    [Fact]
    public async Task RefusalOfTheSigner_IsExplained()
    {
        var run = (await InitOtherAsync("stranger", "--approve", "--organization", "example")).Ended(1);

        Assert.Equal(
            "kubernetes.io/kubelet-serving does not sign CertificateSigningRequest stranger.default: subject organization is not system:nodes. kubernetes.io/kubelet-serving signs for the organization system:nodes alone. Leave out --organization, or name with --signer one that signs for yours.\n",
            run.Error);
        await AssertNoSecretAsync("stranger");
    }

    [Fact]
    public async Task DeniedRequest_IsExplained()
    {
        var run = await BouncerRun.OfAsync(
            async () =>
            {
                await Eventually.HoldsAsync(async () => await RequestAsync("denied") is not null, "the request", Deadline);
                var (exitCode, output) = await Kubectl.RunAsync(Installation.Cluster, "certificate", "deny", "denied.default");
                Assert.True(exitCode == 0, output);
            },
            OtherArguments("denied"));

        run.Ended(1);
        Assert.Contains("denied.default waits for its approval: kubectl certificate approve denied.default\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("CertificateSigningRequest denied.default was denied: This CSR was denied by kubectl certificate deny. Ask who denied it; the next run asks anew.\n", run.Error);
    }

    [Fact]
    public async Task SecretOfSomebodyElse_IsLeftAlone()
    {
        var secret = new V1Secret { Metadata = new() { Name = "tls-foreign" }, StringData = new Dictionary<string, string> { ["tls.crt"] = "", ["tls.key"] = "" }, Type = "kubernetes.io/tls" };
        await Installation.Client.CoreV1.CreateNamespacedSecretAsync(secret, "default", cancellationToken: Deadline);

        var run = (await InitOtherAsync("foreign", "--approve")).Ended(1);

        Assert.Equal(
            "There is a Secret default/tls-foreign that bouncer init did not make, and its tls.crt is no certificate. Leave it to whoever made it, or delete it: kubectl --namespace default delete secret tls-foreign\n",
            run.Error);
        (await InitOtherAsync("foreign", "--undo")).Ended(0);
        Assert.NotNull(await SecretAsync("foreign"));
    }

    [Fact]
    public async Task DryRun_TouchesNothing()
    {
        var run = (await InitOtherAsync("dry", "--approve", "--dry-run")).Ended(0);

        Assert.StartsWith("would create  CertificateSigningRequest dry.default for signer kubernetes.io/kubelet-serving, CN system:node:dry.default.pod.cluster.local, O system:nodes\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was done: this is a dry run.\n", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Installation.FileOf("dry")));
        Assert.Null(await RequestAsync("dry"));
        await AssertNoSecretAsync("dry");
    }

    [Fact]
    public async Task Undo_LeavesNothing()
    {
        const string Manifest = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: kube-apiserver
            spec:
              containers:
              - command:
                - kube-apiserver
                - --enable-admission-plugins=NodeRestriction # as kubeadm has it
                name: kube-apiserver
                volumeMounts:
                - mountPath: /etc/kubernetes/pki
                  name: k8s-certs
              volumes:
              - hostPath:
                  path: /etc/kubernetes/pki
                name: k8s-certs

            """;
        var manifest = Installation.Write("kube-apiserver.yaml", Manifest);
        string[] arguments = ["--server", Installation.Server.AbsoluteUri, "--static-pod", manifest];
        (await InitOtherAsync("undone", [.. arguments, "--approve"])).Ended(0);
        Assert.Contains("--enable-admission-plugins=NodeRestriction,ImagePolicyWebhook # as kubeadm has it", await File.ReadAllTextAsync(manifest, Deadline), StringComparison.Ordinal);
        Assert.Equal(Manifest, await File.ReadAllTextAsync(Path.Combine(Installation.FileOf("undone"), "kube-apiserver.yaml.before-bouncer"), Deadline));
        Assert.EndsWith("Nothing to do: everything is as it should be.\n", (await InitOtherAsync("undone", arguments)).Ended(0).Output, StringComparison.Ordinal);

        (await InitOtherAsync("undone", [.. arguments, "--undo"])).Ended(0);

        Assert.Equal(Manifest, await File.ReadAllTextAsync(manifest, Deadline));
        Assert.False(Directory.Exists(Installation.FileOf("undone")));
        Assert.Null(await RequestAsync("undone"));
        await AssertNoSecretAsync("undone");
        var again = (await InitOtherAsync("undone", [.. arguments, "--undo"])).Ended(0);
        Assert.EndsWith("Nothing to undo: nothing of bouncer init is there.\n", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManifestIsNotChanged_WhileNobodyAnswers()
    {
        const string Manifest = "spec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --v=1\n    name: kube-apiserver\n";
        var manifest = Installation.Write("unanswered.yaml", Manifest);

        var run = (await InitOtherAsync("unanswered", "--approve", "--server", "https://127.0.0.1:1/image_policy", "--static-pod", manifest)).Ended(1);

        Assert.StartsWith($"{manifest} is not changed, since no Pod could be created then: the Webhook at https://127.0.0.1:1/image_policy cannot be called: Connection refused.", run.Error, StringComparison.Ordinal);
        Assert.Equal(Manifest, await File.ReadAllTextAsync(manifest, Deadline));
    }

    /// <summary>Runs it for a service of its own.</summary>
    private Task<BouncerRun> InitOtherAsync(string name, params string[] arguments) => BouncerRun.OfAsync(OtherArguments(name, arguments));

    private string[] OtherArguments(string name, params string[] arguments)
        => Installation.InitArguments(name, ["--service", name, "--secret", $"tls-{name}", .. arguments]);

    private Task<V1Secret> SecretAsync(string name) => Installation.Client.CoreV1.ReadNamespacedSecretAsync($"tls-{name}", "default", cancellationToken: Deadline);

    private async Task<V1CertificateSigningRequest?> RequestAsync(string name)
        => (await Installation.Client.CertificatesV1.ListCertificateSigningRequestAsync(cancellationToken: Deadline)).Items.SingleOrDefault(r => r.Metadata.Name == $"{name}.default");

    private static void AssertReadByItsOwnerAlone(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private async Task AssertNoSecretAsync(string name)
    {
        var exception = await Assert.ThrowsAsync<HttpOperationException>(() => SecretAsync(name));
        Assert.Equal(HttpStatusCode.NotFound, exception.Response.StatusCode);
    }
}
