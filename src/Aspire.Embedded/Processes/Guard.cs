using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>
/// The main program of this assembly: stands between the host and one child process. It leads a session of its own, so that
/// Ctrl-C in the host's terminal does not reach the child, and it holds the reading end of a pipe of the host: when that
/// reads end-of-file the host is gone, even if by SIGKILL, and the guard ends the child with all that the child started.
/// </summary>
/// <remarks>
/// Standard input: a <see cref="ProcessSpec"/>, then one byte for each signal to pass on to the child. Standard output and
/// error are the child's. The exit code is the child's.
/// </remarks>
internal static class Guard
{
    private const int CannotStart = 126;
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(2);

    private static volatile bool hostIsGone;

    private static int Main()
    {
        Posix.StartSession();

        // The guard ends when the child has ended, and by nothing else short of SIGKILL.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);

        var host = Console.OpenStandardInput();
        ProcessSpec spec;
        try
        {
            spec = ProcessSpec.Read(host);
        }
        catch (EndOfStreamException)
        {
            return CannotStart; // The host is gone before it said what to start, so there is nobody to tell.
        }

        Process child;
        try
        {
            child = Start(spec);
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"cannot start '{spec.Command}': {e.Message}");
            return CannotStart;
        }

        new Thread(() => ListenTo(host, child)) { IsBackground = true }.Start();
        child.WaitForExit();

        if (hostIsGone)
        {
            Posix.KillOwnGroup(); // What the child left behind; nobody waits for the exit code.
        }

        return child.ExitCode;
    }

    private static Process Start(ProcessSpec spec)
    {
        var start = new ProcessStartInfo(spec.Command, spec.Arguments)
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true, // The guard's own input is not for the child.
        };

        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var child = Process.Start(start)!;
        child.StandardInput.Close();
        return child;
    }

    private static void ListenTo(Stream host, Process child)
    {
        for (var signal = host.ReadByte(); signal >= 0; signal = host.ReadByte())
        {
            Posix.Send(child.Id, signal);
        }

        hostIsGone = true;
        Posix.SendToOwnGroup(Posix.SigTerm);
        child.WaitForExit(TimeToDrain);
        Posix.KillOwnGroup();
    }
}
