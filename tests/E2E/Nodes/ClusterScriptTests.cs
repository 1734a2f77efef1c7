using System.Diagnostics;
using System.Globalization;
using Bouncer.E2E.Cluster;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Nodes;

/// <summary>eng/cluster.sh leaves nothing of a cluster behind, however that ended. Each test has one of its own.</summary>
[Trait(Requirements.Needs, Requirements.Node)]
public sealed class ClusterScriptTests : IAsyncLifetime
{
    private readonly ClusterScript _script = new($"e2e-{Guid.NewGuid().ToString("N")[..8]}");
    private string[] _before = [];

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private string State => $"/var/cache/bouncer-cluster/{_script.Cluster}";

    public async ValueTask InitializeAsync()
    {
        Requirements.SkipWithoutNode();
        if (await ClusterKind.Chosen.FindOutWhyNotAsync(Deadline) is { } reason)
        {
            Requirements.Check(Requirements.Node, reason);
            Assert.Skip($"No cluster of kind {Requirements.Node}: {reason}");
        }

        _before = HostTraces.Of(_script.Cluster, device: null);
    }

    public async ValueTask DisposeAsync() => await _script.RunAsync(CancellationToken.None, "down");

    [Fact]
    public async Task WhoKeepsIt_TakesItAlong()
    {
        using var keeper = Process.Start("sleep", "infinity");
        try
        {
            await _script.SucceedAsync(Deadline, "up", "--while", keeper.Id.ToString(CultureInfo.InvariantCulture));
            var device = Device();
            Assert.NotEqual(_before, HostTraces.Of(_script.Cluster, device));

            keeper.Kill();

            await Eventually.HoldsAsync(() => Task.FromResult(!Directory.Exists(State)), "the cluster to be gone", Deadline);
            Assert.Equal(_before, await TracesAfterwardsAsync(device));
        }
        finally
        {
            keeper.Kill();
        }
    }

    [Fact]
    public async Task StartThatIsKilled_IsStartedAnew_AndACrash_IsCleanedUp()
    {
        using (var start = _script.Start("up"))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(File.Exists($"{State}/pid/etcd")), "the first program", Deadline);
            start.Kill();
        }

        await _script.SucceedAsync(Deadline, "up");
        Assert.Equal(
            (1, $"cluster: cluster '{_script.Cluster}' is up already; eng/cluster.sh down ends it\n"), await _script.RunAsync(Deadline, "up"));
        var device = Device();
        using (var box = Process.GetProcessById(int.Parse(File.ReadAllText($"{State}/box.pid"), CultureInfo.InvariantCulture)))
        {
            box.Kill();
            await box.WaitForExitAsync(Deadline);
        }

        Assert.Equal(
            (1, $"cluster '{_script.Cluster}' has crashed; eng/cluster.sh down removes what is left\n"), await _script.RunAsync(Deadline, "status"));
        await _script.SucceedAsync(Deadline, "down");

        Assert.Equal(_before, HostTraces.Of(_script.Cluster, device));
        Assert.Equal((1, $"cluster '{_script.Cluster}' is not up\n"), await _script.RunAsync(Deadline, "status"));
    }

    [Fact]
    public async Task WhatACrashedMachineHasLeft_IsRemoved_AndNothingThatHasItsNumbersAndNamesSince()
    {
        var device = $"e2e{Guid.NewGuid().ToString("N")[..8]}";
        await RunAsync("ip", "link", "add", device, "type", "veth", "peer", "name", $"{device}p");
        using var stranger = Process.Start("bash", ["-c", "sleep infinity; :", "cluster.sh", State]);
        try
        {
            Directory.CreateDirectory(State);
            File.WriteAllText($"{State}/boot", "an earlier one\n");
            File.WriteAllText($"{State}/box.pid", string.Create(CultureInfo.InvariantCulture, $"{stranger.Id}\n"));
            File.WriteAllText($"{State}/starter.pid", string.Create(CultureInfo.InvariantCulture, $"{stranger.Id}\n"));
            File.WriteAllText($"{State}/device", $"{device}\n");
            File.WriteAllText($"{State}/ready", "");
            Assert.Equal((1, $"cluster '{_script.Cluster}' has crashed; eng/cluster.sh down removes what is left\n"), await _script.RunAsync(Deadline, "status"));

            await _script.SucceedAsync(Deadline, "up");
            await _script.SucceedAsync(Deadline, "down");

            Assert.False(stranger.HasExited);
            Assert.True(Directory.Exists($"/sys/class/net/{device}"));
        }
        finally
        {
            stranger.Kill(entireProcessTree: true);
            await stranger.WaitForExitAsync(CancellationToken.None);
            await RunAsync("ip", "link", "delete", device);
        }

        Assert.Equal(_before, HostTraces.Of(_script.Cluster, device));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Deadline);
        Assert.Equal(0, process.ExitCode);
    }

    private string Device() => File.ReadAllText($"{State}/device").Trim();

    /// <summary>The script that cleans up is the last trace, and ends a moment later.</summary>
    private async Task<string[]> TracesAfterwardsAsync(string device)
    {
        string[] traces = [];
        await Eventually.HoldsAsync(
            () => Task.FromResult(!(traces = HostTraces.Of(_script.Cluster, device)).Any(trace => trace.StartsWith("process ", StringComparison.Ordinal))),
            "the script to end",
            Deadline);
        return traces;
    }
}
