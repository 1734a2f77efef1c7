using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>A child process under a <see cref="Guard"/>.</summary>
internal sealed class GuardedProcess : IDisposable
{
    private static readonly TimeSpan TimeForLastLines = TimeSpan.FromSeconds(2);

    private readonly Process _guard;

    private GuardedProcess(Process guard, Action<string, bool> onLine)
    {
        _guard = guard;
        Completion = CompleteAsync(onLine);
    }

    /// <summary>The session and the process group of the child and of everything it starts: the guard's process id.</summary>
    public int Session => _guard.Id;

    /// <summary>The child's exit code, when it ended, its last lines were read and nothing of it is left.</summary>
    public Task<int> Completion { get; }

    /// <summary>Starts the process.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="onLine">Gets every line that the process writes, and whether it wrote it to standard error.</param>
    public static GuardedProcess Start(ProcessSpec spec, Action<string, bool> onLine)
    {
        CommandLookup.Check(spec);

        var start = new ProcessStartInfo(DotnetMuxer.Path, [typeof(Guard).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A guard that is killed would leave its debugging socket behind. The child's environment is in the spec.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        var guard = Process.Start(start)!;
        var input = guard.StandardInput.BaseStream;
        spec.Write(input);
        input.Flush();
        return new(guard, onLine);
    }

    /// <summary>Asks the process to end, by SIGTERM. What it started itself is left alone until it has ended.</summary>
    public void Terminate()
    {
        try
        {
            var input = _guard.StandardInput.BaseStream;
            input.WriteByte(Posix.SigTerm);
            input.Flush();
        }
        catch (IOException)
        {
            // The guard is gone, and with it the process.
        }
    }

    /// <summary>Ends the process and everything it started, by SIGKILL.</summary>
    public void Kill() => Posix.KillGroup(Session);

    public void Dispose() => _guard.Dispose();

    private async Task<int> CompleteAsync(Action<string, bool> onLine)
    {
        var lines = Task.WhenAll(
            ReadLinesAsync(_guard.StandardOutput, line => onLine(line, false)),
            ReadLinesAsync(_guard.StandardError, line => onLine(line, true)));

        await _guard.WaitForExitAsync().ConfigureAwait(false);
        Kill(); // What the child left behind in its group: no orphans.

        // A daemon that left the group may hold the pipes open for ever.
        await Task.WhenAny(lines, Task.Delay(TimeForLastLines)).ConfigureAwait(false);
        return _guard.ExitCode;
    }

    private static async Task ReadLinesAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            onLine(line);
        }
    }
}
