using Bouncer.E2E.Cluster;
using k8s;
using k8s.Models;

namespace Bouncer.E2E.AdmissionReviews;

/// <summary>Workloads as the Webhook judges them when it is registered as a validating admission webhook: at once, and not
/// only when their Pods are made.</summary>
public sealed class WorkloadTests(ClusterFixture cluster) : ClusterTest(cluster)
{
    public static V1Deployment Deployment(string name, string image) => new()
    {
        Metadata = new() { Name = name },
        Spec = new()
        {
            Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
            Template = new()
            {
                Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = name } },
                Spec = new() { Containers = [new() { Name = "main", Image = image }] },
            },
        },
    };

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task Deployment_IsRefusedAtOnce_InEitherVersion(string version)
    {
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, version, Deadline);

        var (exitCode, output) = await Namespace.KubectlAsync("create", "deployment", "web", "--image=quay.io/web");

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"admission webhook \"{AdmissionWebhook.Name}\" denied the request: spec.template.spec.containers[0].image (web): image \"quay.io/web\" (quay.io/web:latest) is not allowed by rule \"docker-hub\"; allowed are docker.io",
            output,
            StringComparison.Ordinal);
        Assert.Equal(0, (await Namespace.KubectlAsync("create", "deployment", "shop", "--image=busybox")).ExitCode);
    }

    [Fact]
    public async Task Deployment_IsWarnedOf_WhereTheRuleWarns()
    {
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, "v1", Deadline);

        var (exitCode, output) = await Namespace.KubectlAsync("create", "deployment", "web", "--image=busybox:1.0-snapshot");

        Assert.Equal(0, exitCode);
        Assert.Contains("Warning: ", output, StringComparison.Ordinal);
        Assert.Contains("no-snapshots", output, StringComparison.Ordinal);
        Assert.Contains("Snapshots go away.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateThatBringsNoNewImage_Passes_WhateverThePolicySaysNow()
    {
        Assert.Equal(0, (await Namespace.KubectlAsync("create", "deployment", "web", "--image=quay.io/web")).ExitCode); // Nobody asked yet.
        await AdmissionWebhook.RegisterAsync(Cluster, Namespace, "v1", Deadline);

        Assert.Equal(0, (await Namespace.KubectlAsync("scale", "deployment", "web", "--replicas=0")).ExitCode);
        var (exitCode, output) = await Namespace.KubectlAsync("set", "image", "deployment/web", "web=quay.io/other");

        Assert.Equal(1, exitCode);
        Assert.Contains("image \"quay.io/other\"", output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    protected override Task CleanUpAsync() => AdmissionWebhook.UnregisterAsync(Cluster, Namespace);
}
