using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bouncer.E2E.WalkThrough;

/// <summary>A shell that is given one command after the other, as by a person: what one sets the next one has.</summary>
internal sealed class Terminal : IDisposable
{
    /// <summary>For commands that wait for a cluster: reached by those that hang.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly string _end = $"--- {Guid.NewGuid():N} ";
    private readonly string _command = Path.GetTempFileName();
    private readonly StringBuilder _said = new();
    private readonly Process _shell;

    /// <param name="folder">Where it begins.</param>
    /// <param name="environment">What is different in its environment; null for a variable that is not there.</param>
    public Terminal(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _shell = Process.Start(start)!;
        _shell.StandardInput.WriteLine("exec 2>&1");
    }

    /// <summary>What the command that runs has written so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(string command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        await File.WriteAllTextAsync(_command, command + "\n", cancellationToken);
        lock (_said)
        {
            _said.Clear();
        }

        // Read from a file, so that a command that reads does not read the next one.
        await _shell.StandardInput.WriteLineAsync($". '{_command}' </dev/null; printf '\\n%s%d\\n' '{_end}' $?".AsMemory(), limit.Token);
        await _shell.StandardInput.FlushAsync(limit.Token);
        try
        {
            return (await ReadToTheEndAsync(limit.Token), Said);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{s_patience.TotalMinutes:0} minutes were not enough for\n{command}\n{Said}");
        }
    }

    public void Dispose()
    {
        _shell.Kill(entireProcessTree: true);
        _shell.Dispose();
        File.Delete(_command);
    }

    /// <summary>Takes what is written, up to the line that tells the exit code.</summary>
    private async Task<int> ReadToTheEndAsync(CancellationToken cancellationToken)
    {
        var first = true;
        while (await _shell.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(_end, StringComparison.Ordinal))
            {
                return int.Parse(line[_end.Length..], CultureInfo.InvariantCulture);
            }

            // The end of a line is known when the next one begins: the last may have none.
            lock (_said)
            {
                _said.Append(first ? "" : "\n").Append(line);
            }

            first = false;
        }

        throw new InvalidOperationException($"the shell has ended\n{Said}");
    }
}
