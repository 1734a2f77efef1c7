using System.Globalization;

namespace Bouncer.Aspire.Embedded.Tests.Support;

/// <summary>A process as Linux's /proc shows it; two with one number are told apart by when they started.</summary>
internal sealed record ProcessEntry(int Id, int Parent, long StartTime, string CommandLine);

/// <summary>Looks at the processes of the machine.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<ProcessEntry> DescendantsOf(int process)
    {
        var all = All();
        var found = new List<ProcessEntry>();
        var level = all.Where(p => p.Parent == process).ToArray();
        while (level.Length > 0)
        {
            found.AddRange(level);
            level = [.. all.Where(p => level.Any(parent => parent.Id == p.Parent))];
        }

        return found;
    }

    public static async Task WaitUntilGoneAsync(IReadOnlyList<ProcessEntry> processes, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProcessEntry> left = processes;
        while (left.Count > 0)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"Still there: {string.Join("; ", left.Select(p => $"{p.Id} {p.CommandLine}"))}");
            }

            await Task.Delay(20, CancellationToken.None);
            left = [.. All().Where(p => processes.Any(q => q.Id == p.Id && q.StartTime == p.StartTime))];
        }
    }

    public static Task WaitUntilGoneAsync(int process, CancellationToken cancellationToken)
        => WaitUntilGoneAsync([.. All().Where(p => p.Id == process)], cancellationToken);

    private static ProcessEntry[] All()
        => [.. Directory.GetDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? TryRead(id) : null)
            .OfType<ProcessEntry>()];

    private static ProcessEntry? TryRead(int id)
    {
        try
        {
            // "pid (name) state ppid …", and the start time is field 22 (proc(5)). The name may contain anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var zombie = fields[0] == "Z";
            return zombie ? null : new(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture),
                File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ').Trim());
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }
}
