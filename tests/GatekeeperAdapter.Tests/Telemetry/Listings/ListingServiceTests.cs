using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.GatekeeperAdapter.Telemetry.Listings;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;
using Bouncer.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.GatekeeperAdapter.Tests.Telemetry.Listings;

/// <summary>Templates and constraints told one by one.</summary>
public sealed class ListingServiceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CapturedLogs _logs = new();
    private readonly ILoggerFactory _factory;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<IngestionMeter>().BuildServiceProvider();
    private readonly PolicyState _state;
    private readonly KnownTotals _totals = new();

    public ListingServiceTests()
    {
        _factory = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _state = new(new AdapterOptions { CertificatePath = "", KeyPath = "" }, _services.GetRequiredService<IngestionMeter>());
        _state.Readiness.Require("everything");
        _state.Readiness.Meet("everything");
    }

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _factory.Dispose();
        _services.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Listing_TellsEachTemplateAndConstraint_ThoseWithProblemsFirst()
    {
        Apply(
            Policies.AllowedRepos,
            Policies.Template("bad", "Bad", "package bad\nviolation[{\"msg\": \"x\"}] { y }\n"),
            Policies.Constraint("repos"),
            Policies.Constraint("warns", action: "warn"),
            Policies.Constraint("waits", "Nobody"));
        _totals.Known[("allowedrepos", "repos")] = 7;
        using var service = await StartAsync();

        var listing = await ListingAsync("1");

        Assert.Equal(
            [("Bad", "bad", "error"), ("AllowedRepos", "allowedrepos", "active")],
            Of(listing, "template_listed").Select(e => (e.Field("constraint_kind"), e.Field("template_name"), e.Field("template_status"))));
        Assert.Contains("var y is unsafe", Of(listing, "template_listed").First().Field("problem"), StringComparison.Ordinal);
        Assert.Equal(
            [
                ("Nobody", "waits", "deny", "pending", ""),
                ("AllowedRepos", "repos", "deny", "active", "7"),
                ("AllowedRepos", "warns", "warn", "active", ""),
            ],
            Of(listing, "constraint_listed").Select(e => (
                e.Field("constraint_kind"), e.Field("constraint_name"), e.Field("constraint_action"), e.Field("constraint_status"), e.Field("constraint_violations"))));
        Assert.NotEqual("", Of(listing, "constraint_listed").First().Field("problem"));
        Assert.Equal((_state.Version, "5", "0"), (listing[^1].Field("policy_version"), listing[^1].Field("listed"), listing[^1].Field("unlisted")));
        Assert.All(listing, e => Assert.Equal(("Bouncer.Policies", LogLevel.Information, "policies"), (e.Category, e.Level, e.Field("process"))));
    }

    [Fact]
    public async Task TemplateThatIsRefused_StaysInForceInItsOlderVersion()
    {
        Apply(Policies.AllowedRepos, Policies.AllowedRepos.Replace("package allowedrepos", "package", StringComparison.Ordinal));
        using var service = await StartAsync();

        Assert.Equal("outdated", Of(await ListingAsync("1"), "template_listed").Single().Field("template_status"));
    }

    [Fact]
    public async Task Change_IsToldAtTheNextLook_AndNothingOtherwiseForAMinute()
    {
        Apply(Policies.AllowedRepos, Policies.Constraint("repos"));
        using var service = await StartAsync();
        await ListingAsync("1");

        await LookAsync();
        Assert.DoesNotContain(_logs.Entries, e => e.Field("listing_id") == "2");

        _totals.Known[("allowedrepos", "repos")] = 1;
        await LookAsync();
        Assert.Equal("1", Of(await ListingAsync("2"), "constraint_listed").Single().Field("constraint_violations"));

        for (var i = 0; i < 12; i++)
        {
            await LookAsync();
        }

        Assert.Equal("3", (await ListingAsync("3"))[^1].Field("listing_id"));
        Assert.DoesNotContain(_logs.Entries, e => e.Field("listing_id") == "4");
    }

    [Fact]
    public async Task MoreThanTheLimit_AreCounted()
    {
        Apply([Policies.AllowedRepos, .. Enumerable.Range(0, PolicyListing.Limit + 2).Select(i => Policies.Constraint($"c{i}"))]);
        using var service = await StartAsync();

        var listing = await ListingAsync("1");

        Assert.Equal(PolicyListing.Limit, Of(listing, "constraint_listed").Count());
        Assert.Equal("2", listing[^1].Field("unlisted"));
    }

    [Fact]
    public async Task ListingThatFails_IsLogged_AndTheNextOneIsTold()
    {
        Apply(Policies.AllowedRepos);
        _totals.Failure = new InvalidOperationException("no totals");
        using var service = await StartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(_logs.Entries.Any(e => e.Event == "ListingFailed")), "the failure", Deadline);

        _totals.Failure = null;
        await LookAsync();

        Assert.NotEmpty(await ListingAsync("1"));
    }

    [Fact]
    public async Task Console_GetsNoListing_AndWhoeverElseTakesLogsDoes()
    {
        using var logs = new CapturedLogs();
        await using var adapter = await RunningAdapter.StartAsync(options => options, logs, ("t.yaml", Policies.AllowedRepos));

        await Eventually.HoldsAsync(() => Task.FromResult(logs.Entries.Any(e => e.Event == "PoliciesListed")), "a listing", Deadline);
        var rules = adapter.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules.Where(r => r.CategoryName == "Bouncer.Policies");
        Assert.Equal(
            [("Bouncer.ServiceDefaults.JsonLines.JsonLineProvider", LogLevel.None), (typeof(ConsoleLoggerProvider).FullName, LogLevel.None)],
            rules.Select(r => (r.ProviderName, r.LogLevel)));
    }

    private async Task<ListingService> StartAsync()
    {
        var service = new ListingService(_state, _factory, _time, _totals);
        await service.StartAsync(Deadline);
        return service;
    }

    /// <summary>Lets the service look once more, and waits until it waits again.</summary>
    private async Task LookAsync()
    {
        var looks = _totals.Asked;
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(_totals.Asked > looks);
            },
            "another look",
            Deadline);
    }

    /// <summary>The records of a listing, once it has been told.</summary>
    private async Task<IReadOnlyList<CapturedLogs.Entry>> ListingAsync(string id)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(_logs.Entries.Any(e => e.Event == "PoliciesListed" && e.Field("listing_id") == id)), $"listing {id}", Deadline);
        return [.. _logs.Entries.Where(e => e.Category == ListingService.Category && e.Field("listing_id") == id)];
    }

    private static IEnumerable<CapturedLogs.Entry> Of(IEnumerable<CapturedLogs.Entry> entries, string type) => entries.Where(e => e.Field("event_type") == type);

    private void Apply(params IEnumerable<string> documents)
    {
        foreach (var document in documents)
        {
            _state.Apply((RegoObject)RegoYaml.ParseAll("test", document).Documents.Single().Value);
        }
    }

    private sealed class KnownTotals : IAuditTotals
    {
        private volatile int _asked;

        public System.Collections.Concurrent.ConcurrentDictionary<(string Template, string Name), long> Known { get; } = [];

        public int Asked => _asked;

        /// <summary>What it throws instead of an answer; null for nothing.</summary>
        public Exception? Failure { get; set; }

        public IReadOnlyDictionary<(string Template, string Name), long> Totals()
        {
            Interlocked.Increment(ref _asked);
            if (Failure is not null)
            {
                throw Failure;
            }

            return new Dictionary<(string, string), long>(Known);
        }
    }
}
