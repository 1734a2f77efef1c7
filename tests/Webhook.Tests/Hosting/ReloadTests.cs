using System.Diagnostics;
using Bouncer.TestSupport;
using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.Hosting;

/// <summary>Files that change under a running service.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task ChangedPolicy_FlipsTheAnswer()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(Policy("docker.io"));
        Assert.False((await AskAsync(webhook)).Allowed);
        var before = (await AskAsync(webhook)).AuditAnnotations["policy-version"];

        webhook.Folder.Write("policy.yaml", Policy("quay.io"));

        await Eventually.HoldsAsync(async () => (await AskAsync(webhook)).Allowed, "the new policy is in use", TestContext.Current.CancellationToken);
        Assert.NotEqual(before, (await AskAsync(webhook)).AuditAnnotations["policy-version"]);
        Assert.Contains("(generation 2)", await webhook.GetManagementAsync("/readyz"), StringComparison.Ordinal);
        Assert.Contains(
            """bouncer_reloads_total{bouncer_file="policy",bouncer_result="loaded"} 1""",
            await webhook.GetManagementAsync("/metrics"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenPolicy_KeepsTheOldOneAndSaysSo()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(Policy("quay.io"));

        webhook.Folder.Write("policy.yaml", Policy("quay.io").Replace("allow:", "alow:", StringComparison.Ordinal));

        await Eventually.HoldsAsync(
            async () => (await webhook.GetManagementAsync("/readyz")).Contains("cannot be used", StringComparison.Ordinal),
            "the failure is told",
            TestContext.Current.CancellationToken);
        Assert.True((await AskAsync(webhook)).Allowed);
        var ready = await webhook.GetManagementAsync("/readyz");
        Assert.Contains("policy.yaml:7:5: spec.rules[0].alow", ready, StringComparison.Ordinal);
        Assert.EndsWith("ok\n", ready, StringComparison.Ordinal);

        webhook.Folder.Write("policy.yaml", Policy("docker.io"));

        await Eventually.HoldsAsync(async () => !(await AskAsync(webhook)).Allowed, "the mended policy is in use", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("cannot be used", await webhook.GetManagementAsync("/readyz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VanishedPolicy_KeepsTheOldOne()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(Policy("quay.io"));

        File.Delete(webhook.Folder.File("policy.yaml"));

        await Eventually.HoldsAsync(
            async () => (await webhook.GetManagementAsync("/readyz")).Contains("does not exist", StringComparison.Ordinal),
            "the failure is told",
            TestContext.Current.CancellationToken);
        Assert.True((await AskAsync(webhook)).Allowed);
    }

    [Fact]
    public async Task SwappedSymlink_IsFollowed()
    {
        // As the kubelet mounts a ConfigMap: policy.yaml -> ..data/policy.yaml, ..data -> ..2026_1, and ..data is swapped.
        await using var webhook = await RunningWebhook.StartAsync((options, folder, _) =>
        {
            WriteVersion(folder, "..2026_1", Policy("docker.io"));
            Directory.CreateSymbolicLink(folder.File("..data"), "..2026_1");
            File.CreateSymbolicLink(folder.File("policy.yaml"), "..data/policy.yaml");
            return options with { Registries = [], PolicyPath = folder.File("policy.yaml") };
        });
        Assert.False((await AskAsync(webhook)).Allowed);

        WriteVersion(webhook.Folder, "..2026_2", Policy("quay.io"));
        Directory.CreateSymbolicLink(webhook.Folder.File("..data_tmp"), "..2026_2");
        await RenameAsync(webhook.Folder.File("..data_tmp"), webhook.Folder.File("..data"));

        await Eventually.HoldsAsync(async () => (await AskAsync(webhook)).Allowed, "the new policy is in use", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ReplacedCertificate_IsShownWithoutOneFailedRequest()
    {
        await using var webhook = await RunningWebhook.StartAsync();
        using var successor = webhook.Authority.IssueServer();
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(worker => LoadAsync(webhook, freshConnections: worker % 2 == 0, enough.Token)).ToArray();

        webhook.Folder.Write("tls.crt", successor.ExportCertificatePem());
        webhook.Folder.Write("tls.key", successor.KeyPem());

        await Eventually.HoldsAsync(
            async () => await ShownSerialAsync(webhook) == successor.SerialNumber, "the new certificate is shown", TestContext.Current.CancellationToken);
        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(load), requests => Assert.True(requests > 0));
    }

    [Fact]
    public async Task CertificateWithoutItsKey_KeepsTheOldOne()
    {
        await using var webhook = await RunningWebhook.StartAsync();
        using var successor = webhook.Authority.IssueServer();
        var before = await ShownSerialAsync(webhook);

        webhook.Folder.Write("tls.crt", successor.ExportCertificatePem());

        await Eventually.HoldsAsync(
            async () => (await webhook.GetManagementAsync("/readyz")).Contains("is not the key of", StringComparison.Ordinal),
            "the failure is told",
            TestContext.Current.CancellationToken);
        Assert.Equal(before, await ShownSerialAsync(webhook));
    }

    private static string Policy(string registry) => $$"""
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: test}
        spec:
          rules:
          - name: trusted
            allow:
              registries: [{{registry}}]
        """;

    private static void WriteVersion(TemporaryFolder folder, string version, string policy)
    {
        Directory.CreateDirectory(folder.File(version));
        File.WriteAllText(Path.Combine(folder.File(version), "policy.yaml"), policy);
    }

    /// <summary>rename(2), which replaces a link by a link in one step. File.Move looks at what the links lead to.</summary>
    private static async Task RenameAsync(string from, string to)
    {
        using var mv = Process.Start("mv", ["-T", from, to]);
        await mv.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, mv.ExitCode);
    }

    private static Task<Answer> AskAsync(RunningWebhook webhook) => webhook.PostAsync("/image_policy", Bodies.ImageReview("quay.io/x:1"));

    /// <summary>Asks on and on; throws at the first request that fails.</summary>
    private static async Task<int> LoadAsync(RunningWebhook webhook, bool freshConnections, CancellationToken enough)
    {
        var client = webhook.CreateClient();
        var requests = 0;
        try
        {
            while (!enough.IsCancellationRequested)
            {
                Assert.True((await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"), client)).Allowed);
                requests++;
                if (freshConnections)
                {
                    client.Dispose();
                    client = webhook.CreateClient();
                }
            }
        }
        finally
        {
            client.Dispose();
        }

        return requests;
    }

    private static async Task<string> ShownSerialAsync(RunningWebhook webhook)
    {
        await using var tls = await webhook.ConnectAsync();
        return ((System.Security.Cryptography.X509Certificates.X509Certificate2)tls.RemoteCertificate!).SerialNumber;
    }
}
