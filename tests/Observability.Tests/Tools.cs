using System.Diagnostics;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.Observability.Tests;

/// <summary>Programs that these tests need besides ours.</summary>
internal static class Tools
{
    /// <summary>Skips the test, or fails it where a change lands, if Prometheus is not installed.</summary>
    public static void RequirePrometheus()
        => Require(File.Exists("/usr/bin/prometheus") && File.Exists("/usr/bin/promtool"), "There is no Prometheus (Debian: apt install prometheus).");

    /// <summary>The same for the programs of a control plane.</summary>
    public static void RequireKubernetes()
        => Require(KubernetesBinaries.Find() is not null, "There are no programs of a control plane: eng/kubernetes.sh gets them.");

    /// <summary>Runs a program.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static void Require(bool isThere, string otherwise)
    {
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", otherwise);
        Assert.SkipUnless(isThere, otherwise);
    }
}
