using System.Diagnostics;

namespace Bouncer.LocalCluster.Processes;

/// <summary>One program of a control plane: etcd, the API server or the controller manager.</summary>
public sealed class ControlPlaneComponent
{
    /// <summary>For requests in flight. An API server would wait a minute for its watches.</summary>
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private Process? _guard;

    internal ControlPlaneComponent(string name, string program, string folder, string logFile)
    {
        Name = name;
        Program = program;
        LogFile = logFile;
        _folder = folder;
    }

    /// <summary>The program's name, such as <c>kube-apiserver</c>.</summary>
    public string Name { get; }

    /// <summary>The path of everything that the component has written so far, over all its restarts.</summary>
    public string LogFile { get; }

    /// <summary>Whether the component runs.</summary>
    public bool IsRunning => _guard is { HasExited: false };

    /// <summary>The path of the program.</summary>
    internal string Program { get; }

    /// <summary>Ends the component: SIGTERM, 2 s to drain, SIGKILL. Nothing happens if it does not run.</summary>
    /// <param name="cancellationToken">Cuts the time to drain short.</param>
    /// <returns>The end.</returns>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_guard is not { } guard)
        {
            return;
        }

        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(TimeToDrain);
        try
        {
            await guard.StandardInput.WriteLineAsync("TERM".AsMemory(), drain.Token).ConfigureAwait(false);
            await guard.StandardInput.FlushAsync(drain.Token).ConfigureAwait(false);
            await guard.WaitForExitAsync(drain.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Out of time, or gone already: the end of the pipe settles both.
        }

        await KillAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the component at once, by SIGKILL. Nothing happens if it does not run.</summary>
    /// <returns>The end.</returns>
    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _guard, null) is not { } guard)
        {
            return;
        }

        using (guard)
        {
            try
            {
                guard.StandardInput.Close();
            }
            catch (IOException)
            {
                // Something was left to flush, and nobody there to read it.
            }

            await guard.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The last lines of the component's log.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>The lines, each with its end; empty if nothing was written.</returns>
    public string LastLines(int count)
    {
        try
        {
            using var log = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var lines = new Queue<string>();
            while (log.ReadLine() is { } line)
            {
                lines.Enqueue(line);
                if (lines.Count > count)
                {
                    lines.Dequeue();
                }
            }

            return string.Concat(lines.Select(line => line + Environment.NewLine));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Starts the component. It must not run.</summary>
    internal void Start(IReadOnlyList<string> arguments)
        => _guard = Guarded.Start(GuardScript.Process, _folder, [LogFile, Program, .. arguments]);
}
