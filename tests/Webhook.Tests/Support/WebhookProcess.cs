using System.Diagnostics;
using System.Text.RegularExpressions;
using Bouncer.TestSupport;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>The service as a process of its own, as it is run.</summary>
internal sealed partial class WebhookProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private WebhookProcess(Process process)
    {
        _process = process;
    }

    /// <summary>Everything that the process has written.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">What its environment has besides this process's.</param>
    /// <param name="program">Another service's program.</param>
    public static WebhookProcess Start(string[] arguments, Dictionary<string, string>? environment = null, string program = "image-bouncer-webhook.dll")
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var webhook = new WebhookProcess(new Process { StartInfo = start });
        webhook._process.OutputDataReceived += webhook.Keep;
        webhook._process.ErrorDataReceived += webhook.Keep;
        webhook._process.Start();
        webhook._process.BeginOutputReadLine();
        webhook._process.BeginErrorReadLine();
        return webhook;
    }

    /// <summary>Waits until the process listens, and tells where.</summary>
    public async Task<(Uri Admission, Uri Management)> ListeningAsync()
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(_process.HasExited || Addresses().Count(Output) == 2), "the service listens", TestContext.Current.CancellationToken);
        Assert.False(_process.HasExited, Output);
        var addresses = Addresses().Matches(Output).Select(m => new Uri(m.Groups[1].Value)).ToArray();
        return (addresses.Single(a => a.Scheme == "https"), addresses.Single(a => a.Scheme == "http"));
    }

    /// <summary>Sends SIGTERM, as the kubelet does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [GeneratedRegex("Now listening on: (https?://[0-9.:]+)\"")]
    private static partial Regex Addresses();

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_lines)
            {
                _lines.Add(line.Data);
            }
        }
    }
}
