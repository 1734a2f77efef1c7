using System.Globalization;
using Bouncer.GatekeeperAdapter.Audit.Leases;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Tests.Audit.Support;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>One replica audits at a time.</summary>
public class LeaseElectionTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    [Fact]
    public async Task FirstReplica_MakesTheLease()
    {
        await using var lease = await FakeLease.StartAsync();
        await using var replica = new Running(lease.Replica("one"));

        await lease.TurnUntilAsync(() => replica.IsWorking);

        Assert.Equal(("one", TimeSpan.FromSeconds(15)), (lease.Current.Holder, lease.Current.Duration));
        Assert.Matches(@"^2026-01-01T00:00:\d\d\.\d{6}Z$", lease.Current.Spec.TextAt("renewTime"));
    }

    [Fact]
    public async Task Holder_RenewsAndKeepsTheLease()
    {
        await using var lease = await FakeLease.StartAsync();
        await using var replica = new Running(lease.Replica("one"));
        await using var other = new Running(lease.Replica("two"));
        await lease.TurnUntilAsync(() => replica.IsWorking || other.IsWorking);
        var holder = lease.Current.Holder;

        var began = lease.Time.GetUtcNow();
        await lease.TurnUntilAsync(() => lease.Time.GetUtcNow() - began > TimeSpan.FromSeconds(20));

        Assert.Equal(holder, lease.Current.Holder);
        Assert.Equal(1, replica.Terms + other.Terms);
    }

    [Fact]
    public async Task ReplicaThatEnds_GivesTheLeaseBack_AfterItsWorkHasEnded()
    {
        await using var lease = await FakeLease.StartAsync();
        var first = new Running(lease.Replica("one"));
        await lease.TurnUntilAsync(() => first.IsWorking);
        await using var second = new Running(lease.Replica("two"));
        await lease.TurnUntilAsync(() => lease.Reads > 2);

        await first.DisposeAsync();

        Assert.False(first.IsWorking);
        Assert.Equal("", lease.Current.Holder);
        var waited = await lease.TurnUntilAsync(() => second.IsWorking);
        Assert.Equal("two", lease.Current.Holder);
        Assert.True(waited < TimeSpan.FromSeconds(15), $"{waited}: a lease that was given back need not run out");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)] // The clock of the one that has died was an hour slow,
    [InlineData(3600)] // or an hour fast: either way it is its silence that counts.
    public async Task HolderThatFallsSilent_IsFollowedWhenTheLeaseHasRunOut_AndNotBefore(int skew)
    {
        await using var lease = await FakeLease.StartAsync();
        lease.HeldBy("dead", s_now.AddSeconds(skew));
        await using var replica = new Running(lease.Replica("one"));

        var waited = await lease.TurnUntilAsync(() => replica.IsWorking);

        Assert.True(waited >= TimeSpan.FromSeconds(15), $"taken over after {waited}");
        Assert.Equal("one", lease.Current.Holder);
        Assert.Equal(1, lease.Current.Spec.NumberAt("leaseTransitions"));
    }

    [Fact]
    public async Task HolderThatGivesSigns_KeepsTheLease_HoweverOldTheyLook()
    {
        await using var lease = await FakeLease.StartAsync();
        var clock = s_now.AddHours(-5);
        lease.HeldBy("slow", clock);
        await using var replica = new Running(lease.Replica("one"));

        for (var i = 0; i < 3; i++)
        {
            var reads = lease.Reads;
            var began = lease.Time.GetUtcNow();
            await lease.TurnUntilAsync(() => lease.Reads > reads && lease.Time.GetUtcNow() - began > TimeSpan.FromSeconds(8));
            lease.HeldBy("slow", clock += TimeSpan.FromSeconds(8));
        }

        Assert.Equal((0, "slow"), (replica.Terms, lease.Current.Holder));
    }

    [Fact]
    public async Task HolderThatCannotRenew_StopsWorkBeforeAnotherMayBegin()
    {
        await using var lease = await FakeLease.StartAsync();
        await using var replica = new Running(lease.Replica("one"));
        await lease.TurnUntilAsync(() => replica.IsWorking);

        lease.IsBroken = true;
        var renewed = DateTimeOffset.Parse(lease.Current.Spec.TextAt("renewTime"), CultureInfo.InvariantCulture);
        await lease.TurnUntilAsync(() => !replica.IsWorking);

        Assert.True(lease.Time.GetUtcNow() - renewed < TimeSpan.FromSeconds(15), $"it worked until {lease.Time.GetUtcNow()}, renewed at {renewed}");
        Assert.Equal(
            "GET /apis/coordination.k8s.io/v1/namespaces/gatekeeper-system/leases/audit: 500 InternalError: broken", replica.Election.Problem);
    }

    [Fact]
    public async Task HolderWhoseLeaseWasTaken_StopsWork()
    {
        await using var lease = await FakeLease.StartAsync();
        await using var replica = new Running(lease.Replica("one"));
        await lease.TurnUntilAsync(() => replica.IsWorking);

        lease.HeldBy("two", lease.Time.GetUtcNow());
        await lease.TurnUntilAsync(() => !replica.IsWorking);

        Assert.Equal(("two", "two"), (lease.Current.Holder, replica.Election.Holder));
    }

    [Fact]
    public async Task WorkThatBreaks_IsTold_AndTheLeaseIsGivenBack()
    {
        await using var lease = await FakeLease.StartAsync();

        var broken = await Assert.ThrowsAsync<InvalidOperationException>(
            () => lease.Replica("one").RunAsync(_ => throw new InvalidOperationException("broken"), TestContext.Current.CancellationToken));

        Assert.Equal("broken", broken.Message);
        Assert.Equal("", lease.Current.Holder);
    }

    /// <summary>A replica whose work lasts until it is told to end.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private volatile bool _isWorking;

        public Running(LeaseElection election)
        {
            Election = election;
            _running = election.RunAsync(WorkAsync, _stop.Token);
        }

        public LeaseElection Election { get; }

        public bool IsWorking => _isWorking;

        public int Terms { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private async Task WorkAsync(CancellationToken term)
        {
            Terms++;
            _isWorking = true;
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, term);
            }
            finally
            {
                _isWorking = false;
            }
        }
    }
}
