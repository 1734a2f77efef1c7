using System.Diagnostics;
using System.Text.RegularExpressions;
using Bouncer.TestSupport;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>The dashboard as it is published.</summary>
public sealed partial class PublishedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_AreServed_WhereverItIsStarted()
    {
        await PublishAsync();
        using var dashboard = Start();
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(dashboard) };

            foreach (var (path, part) in (IEnumerable<(string, string)>)
            [
                ("/app.css", "color-scheme"),
                ("/keyboard.js", "addEventListener"),
                ("/_framework/blazor.web.js", "Blazor"),
                ("/_content/Microsoft.AspNetCore.Components.QuickGrid/QuickGrid.razor.js", "export function init"),
            ])
            {
                Assert.Contains(part, await client.GetStringAsync(path, Cancelled), StringComparison.Ordinal);
            }
        }
        finally
        {
            dashboard.Kill();
            await dashboard.WaitForExitAsync(Cancelled);
        }
    }

    /// <summary>Publishes what has been built with these tests.</summary>
    private async Task PublishAsync()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(Repository.Root, "src", "Dashboard"), "--no-build", "--configuration", configuration, "--output", _folder.File("published")])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await publish.StandardOutput.ReadToEndAsync(Cancelled);
        await publish.WaitForExitAsync(Cancelled);
        Assert.True(publish.ExitCode == 0, output);
    }

    /// <summary>Starts it from another folder than its own.</summary>
    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            _folder.File("published/bouncer-dashboard.dll"), "--access", "open", "--port", "0", "--management-port", "0", "--otlp-grpc-port", "0", "--otlp-http-port", "0",
        ])
    {
        WorkingDirectory = Directory.CreateDirectory(_folder.File("elsewhere")).FullName,
        RedirectStandardOutput = true,
    })!;

    private static async Task<Uri> AddressAsync(Process dashboard)
    {
        while (await dashboard.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (Pages().Match(line) is { Success: true } match)
            {
                return new(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The dashboard has ended without saying where its pages are.");
    }

    [GeneratedRegex("The pages are at (http://[0-9.:]+)")]
    private static partial Regex Pages();
}
