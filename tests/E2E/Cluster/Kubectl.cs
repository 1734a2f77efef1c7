using System.Diagnostics;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.E2E.Cluster;

/// <summary>kubectl, as people use it.</summary>
internal static class Kubectl
{
    /// <summary>Runs it.</summary>
    /// <param name="cluster">The cluster that it talks to.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(ITestCluster cluster, params string[] arguments) => RunAsync(cluster, "", arguments);

    /// <summary>Runs it with something to read.</summary>
    /// <param name="cluster">The cluster that it talks to.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(ITestCluster cluster, string input, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(KubernetesBinaries.Find()!.Kubectl, [$"--kubeconfig={cluster.KubeconfigFile}", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GOGC"] = "off" }, // It lives for a sixth of a second, of which collecting garbage is a third.
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
