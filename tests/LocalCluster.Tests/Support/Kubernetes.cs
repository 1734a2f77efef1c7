using System.Diagnostics;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.LocalCluster.Tests.Support;

/// <summary>What these tests need of Kubernetes.</summary>
internal static class Kubernetes
{
    /// <summary>The programs; the test is skipped where there are none.</summary>
    public static KubernetesBinaries Binaries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Control planes run on Linux.");
        var binaries = KubernetesBinaries.Find();
        Assert.SkipWhen(binaries is null, "There are no programs of a control plane: eng/kubernetes.sh gets them.");
        return binaries;
    }

    /// <summary>Runs kubectl as an administrator.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> KubectlAsync(this ControlPlane cluster, params string[] arguments)
    {
        var start = new ProcessStartInfo(cluster.Binaries.Kubectl, [$"--kubeconfig={cluster.KubeconfigFile}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
