namespace Bouncer.LocalCluster.Processes;

/// <summary>
/// What stands between this process and what it started. A guard holds the reading end of a pipe whose writing end nobody
/// has but this process: when the pipe breaks this process is gone, even by SIGKILL, and the guard cleans up. A shell does
/// that with nothing to install.
/// </summary>
internal static class GuardScript
{
    /// <summary>
    /// Runs a program: <c>sh -c Process guard LOG PROGRAM ARGUMENTS…</c>. Its output goes to the end of LOG. Each line of
    /// standard input is a signal to pass on (<c>TERM</c>); its end is KILL. The exit code is the program's.
    /// </summary>
    public const string Process = """
        log=$1; shift
        exec 3<&0 2>/dev/null
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        { while read -r signal; do kill -s "$signal" "$child"; done; kill -s KILL "$child"; } <&3 &
        watch=$!
        exec 3<&-
        wait "$child"
        code=$?
        kill "$watch"
        exit "$code"
        """;

    /// <summary>
    /// Removes a folder at the end of standard input: <c>sh -c Folder guard FOLDER</c>. More than once, since the programs that
    /// write there are being ended at the same moment.
    /// </summary>
    public const string Folder = """
        while read -r _; do :; done
        for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1"; sleep 0.2; done
        """;
}
