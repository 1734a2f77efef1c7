using System.Diagnostics;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>The scripts under <c>eng</c> that make clusters, run as people run them.</summary>
/// <param name="cluster">The name of the cluster for <c>eng/cluster.sh</c>.</param>
internal sealed class ClusterScript(string cluster)
{
    /// <summary>The cluster's name.</summary>
    public string Cluster => cluster;

    /// <summary>Runs <c>eng/cluster.sh</c>.</summary>
    /// <param name="cancellationToken">Ends the wait, not the script.</param>
    /// <param name="arguments">Its command and the rest.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
        => RunAsync("cluster.sh", cluster, arguments, cancellationToken);

    /// <summary>Runs it and takes nothing but success.</summary>
    /// <inheritdoc cref="RunAsync(CancellationToken, string[])"/>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It has failed.</exception>
    public async Task<string> SucceedAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(cancellationToken, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"eng/cluster.sh {arguments[0]} ended with exit code {exitCode}:\n{output}");
    }

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="arguments">Its command and the rest.</param>
    public Process Start(params string[] arguments) => Start("cluster.sh", cluster, arguments);

    /// <summary>Runs <c>eng/kubernetes.sh</c>.</summary>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public static Task<(int ExitCode, string Output)> KubernetesAsync(CancellationToken cancellationToken, params string[] arguments)
        => RunAsync("kubernetes.sh", "", arguments, cancellationToken);

    private static async Task<(int ExitCode, string Output)> RunAsync(string script, string cluster, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Start(script, cluster, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(string script, string cluster, string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(Repository.Root, "eng", script), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CLUSTER"] = cluster },
        })!;
}
