namespace Aspire.Hosting.Processes;

/// <summary>Finds the file behind a command before a guard tries to start it, since here a clear message is possible.</summary>
internal static class CommandLookup
{
    /// <exception cref="DistributedApplicationException">There is no such file, or no such working directory.</exception>
    public static void Check(ProcessSpec spec)
    {
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new DistributedApplicationException($"its working directory '{spec.WorkingDirectory}' does not exist.");
        }

        if (spec.Command.Contains('/', StringComparison.Ordinal))
        {
            if (!File.Exists(Path.Combine(spec.WorkingDirectory, spec.Command)))
            {
                throw new DistributedApplicationException($"its program '{spec.Command}' does not exist.");
            }
        }
        else if (!Directories().Any(directory => File.Exists(Path.Combine(directory, spec.Command))))
        {
            throw new DistributedApplicationException($"its program '{spec.Command}' is not in PATH. Install it, or give its path.");
        }
    }

    private static string[] Directories()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
