using System.Diagnostics;

namespace Bouncer.E2E.Nodes;

/// <summary>What this machine shows of a cluster of <c>eng/cluster.sh</c>, as far as others do not change it at the same time.</summary>
internal static class HostTraces
{
    private static readonly string[] s_settings =
        ["vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops", "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes"];

    /// <summary>Lists them, one a line.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="device">The name of its network device here; null for none.</param>
    public static string[] Of(string cluster, string? device)
    {
        IEnumerable<string> traces =
        [
            .. File.ReadLines("/proc/mounts").Where(mount => mount.Contains(cluster, StringComparison.Ordinal)).Select(mount => $"mount {mount}"),
            .. ControlGroups().Where(group => group.Contains(cluster, StringComparison.Ordinal)).Select(group => $"cgroup {group}"),
            .. Processes().Where(process => process.CommandLine.Contains(cluster, StringComparison.Ordinal)).Select(process => $"process {process.Id} {process.CommandLine}"),
            .. Folders("/var/cache/bouncer-cluster").Where(folder => Path.GetFileName(folder) == cluster).Select(folder => $"folder {folder}"),
            .. device is not null && Directory.Exists($"/sys/class/net/{device}") ? [$"device {device}"] : Array.Empty<string>(),
            .. Rules("iptables-save").Concat(Rules("ip6tables-save")).Select(rule => $"rule {rule}"),
            .. s_settings.Select(setting => $"setting {setting} = {File.ReadAllText($"/proc/sys/{setting}").Trim()}"),
        ];
        return [.. traces.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ControlGroups() => Folders("/sys/fs/cgroup").Concat(Folders("/sys/fs/cgroup").SelectMany(Folders));

    private static string[] Folders(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];

    private static IEnumerable<(string Id, string CommandLine)> Processes() => Folders("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Select(id => (id!, CommandLine(id!)));

    private static string CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // It has just ended.
        }
    }

    /// <summary>The rules that kube-proxy, the kubelet and network plugins make.</summary>
    private static IEnumerable<string> Rules(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var rules = process.StandardOutput.ReadToEnd().Split('\n');
        return rules.Where(rule => rule.Contains("KUBE-", StringComparison.Ordinal) || rule.Contains("CNI-", StringComparison.Ordinal));
    }
}
