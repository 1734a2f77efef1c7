using System.Diagnostics;

namespace Bouncer.Images.Tests.Running;

/// <summary>The engine, by its command line.</summary>
internal static class Docker
{
    /// <summary>Skips the test where no engine answers.</summary>
    public static async Task RequireAsync()
    {
        string? reason = null;
        try
        {
            var (exitCode, output) = await TryRunAsync("version");
            reason = exitCode == 0 ? null : output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            reason = "there is no program docker.";
        }

        Assert.SkipUnless(reason is null, $"No Docker engine answers (start one: eng/docker.sh): {reason}");
    }

    /// <summary>What the command prints; the test fails with it if the command fails.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(arguments);
        Assert.True(exitCode == 0, $"docker {string.Join(' ', arguments)}: {output}");
        return output.Trim();
    }

    /// <summary>The command's exit code, and all that it prints.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output + await errors);
    }
}
