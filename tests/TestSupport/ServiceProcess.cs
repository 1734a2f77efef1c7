using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Bouncer.TestSupport;

/// <summary>A service as a process of its own, as it is run.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _lines = [];

    private ServiceProcess(Process process, CancellationToken cancellation)
    {
        _process = process;
        _cancellation = cancellation;
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

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>What it exited with.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a service.</summary>
    /// <param name="program">Its program, among those of the tests: <c>image-bouncer-webhook.dll</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    /// <param name="environment">What its environment has besides this process's.</param>
    public static ServiceProcess Start(
        string program, IEnumerable<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
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

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start }, cancellation);
        service._process.OutputDataReceived += service.Keep;
        service._process.ErrorDataReceived += service.Keep;
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        return service;
    }

    /// <summary>Waits until the process listens, and tells where.</summary>
    public async Task<(Uri Admission, Uri Management)> ListeningAsync()
    {
        var addresses = await ListeningAsync(ports: 2);
        return (addresses.Single(a => a.Scheme == "https"), addresses.Single(a => a.Scheme == "http"));
    }

    /// <summary>Waits until the process listens on all its ports, and tells where, in the order in which it has opened them.</summary>
    /// <param name="ports">How many ports it has.</param>
    /// <exception cref="InvalidOperationException">It has ended; the message is what it wrote.</exception>
    public async Task<IReadOnlyList<Uri>> ListeningAsync(int ports)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(_process.HasExited || Addresses().Count(Output) == ports), "the service listens", _cancellation);
        return _process.HasExited
            ? throw new InvalidOperationException($"The service has ended:\n{Output}")
            : [.. Addresses().Matches(Output).Select(m => new Uri(m.Groups[1].Value))];
    }

    /// <summary>The bytes of memory that it has at this moment.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>Sends SIGTERM, as the kubelet does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(_cancellation);
    }

    /// <summary>Waits for its end.</summary>
    public Task WaitForExitAsync() => _process.WaitForExitAsync(_cancellation);

    /// <summary>Kills it if it still runs.</summary>
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
