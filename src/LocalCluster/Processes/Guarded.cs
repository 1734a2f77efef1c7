using System.Diagnostics;

namespace Bouncer.LocalCluster.Processes;

/// <summary>Starts the guards of <see cref="GuardScript"/>.</summary>
internal static class Guarded
{
    /// <summary>Starts a shell with a script, in a session of its own where that can be had, so that Ctrl-C in the terminal
    /// reaches who started it and not the control plane.</summary>
    public static Process Start(string script, string workingDirectory, IEnumerable<string> arguments)
    {
        string[] shell = ["sh", "-c", script, "guard", .. arguments];
        string[] command = SetSid() is { } setsid ? [setsid, .. shell] : shell;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
        };

        // etcd and the API server read settings from their environment (ETCD_*, proxies). Nothing of the caller's is meant.
        start.Environment.Clear();
        foreach (var name in (string[])["PATH", "HOME", "TMPDIR"])
        {
            start.Environment[name] = Environment.GetEnvironmentVariable(name);
        }

        return Process.Start(start)!;
    }

    private static string? SetSid()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "setsid"))
            .FirstOrDefault(File.Exists);
}
