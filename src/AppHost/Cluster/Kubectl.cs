using System.Diagnostics;
using Bouncer.LocalCluster;

namespace Bouncer.AppHost.Cluster;

/// <summary>kubectl, as the cluster's administrator.</summary>
internal sealed class Kubectl(ControlPlane cluster)
{
    /// <summary>How a person begins a command.</summary>
    public string Command { get; } = $"{Shell.Quote(cluster.Binaries.Kubectl)} --kubeconfig {Shell.Quote(cluster.KubeconfigFile)}";

    /// <summary>Applies what a text says.</summary>
    /// <param name="manifest">Objects, in YAML.</param>
    /// <param name="cancellationToken">Ends kubectl.</param>
    /// <returns>Null if all were applied; else what kubectl said.</returns>
    public Task<string?> ApplyAsync(string manifest, CancellationToken cancellationToken) => RunAsync(manifest, cancellationToken, "apply", "-f", "-");

    /// <summary>Applies the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends kubectl.</param>
    /// <returns>Null if all were applied; else what kubectl said.</returns>
    public Task<string?> ApplyFolderAsync(string folder, CancellationToken cancellationToken) => RunAsync("", cancellationToken, "apply", "-f", folder);

    private async Task<string?> RunAsync(string input, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(cluster.Binaries.Kubectl, [$"--kubeconfig={cluster.KubeconfigFile}", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : (await errors.ConfigureAwait(false)).Trim();
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
