using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>The system calls that .NET does not offer. Their numbers are the same on Linux and macOS.</summary>
internal static partial class Posix
{
    public const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Makes the calling process the leader of a new session and process group, away from any terminal.</summary>
    public static void StartSession()
    {
        if (SetSid() < 0)
        {
            throw new InvalidOperationException($"setsid failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>The process that started this one, or the one that inherited it when that was gone.</summary>
    public static int ParentProcess() => GetPPid();

    /// <summary>Sends a signal. A process that is gone already is not an error.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Ends all processes of a group at once.</summary>
    public static void KillGroup(int group) => _ = Kill(-group, SigKill);

    /// <summary>Sends a signal to all processes of the caller's own group, itself included.</summary>
    public static void SendToOwnGroup(int signal) => _ = Kill(0, signal);

    /// <summary>Ends all processes of the caller's own group, itself included.</summary>
    public static void KillOwnGroup() => _ = Kill(0, SigKill);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetPPid();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
