using System.Diagnostics;

namespace Bouncer.Cli.Tests;

/// <summary>The program as people and build servers start it.</summary>
public class ProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManifestFromAPipe_IsCheckedWithoutColours()
    {
        var (exitCode, output, error) = await Run(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: quay.io/a/b:1}]}}",
            "check", "-f", "-", "--registry-whitelist", "docker.io");

        Assert.Equal(1, exitCode);
        Assert.Equal("", error);
        Assert.Equal(
            "refused  quay.io/a/b:1  registry-whitelist  stdin:1 Pod/p",
            output.Split('\n')[1].TrimEnd());
        Assert.DoesNotContain('\u001B', output);
    }

    [Theory]
    [InlineData(0, "check", "busybox", "--registry-whitelist", "docker.io")]
    [InlineData(1, "check", "quay.io/a/b", "--registry-whitelist", "docker.io")]
    [InlineData(2, "check", "busybox")]
    [InlineData(2, "check", "@file", "--policy")]
    [InlineData(2)]
    [InlineData(0, "--help")]
    [InlineData(0, "check", "--help")]
    [InlineData(0, "--version")]
    public async Task ExitCode_SaysWhatCameOfIt(int exitCode, params string[] arguments)
    {
        var result = await Run("", arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode == 2, result.Error.Length > 0);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "bouncer.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GITHUB_ACTIONS"] = "true"; // makes some programs colourful
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.StandardInput.WriteAsync(input.AsMemory(), Cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await error);
    }
}
