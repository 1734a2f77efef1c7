using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Queries;

/// <summary>Decisions, found and counted.</summary>
public class DecisionQueryTests
{
    private readonly FilledStore _store = new();

    public static IEnumerable<TheoryDataRow<DecisionFilter, string>> Filters =>
    [
        new(new() { Outcomes = new HashSet<DecisionOutcome> { DecisionOutcome.Failed } }, "failed"),
        new(new() { Outcomes = new HashSet<DecisionOutcome> { DecisionOutcome.Failed, DecisionOutcome.Allowed } }, "failed allowed"),
        new(new() { Namespace = "team" }, "team"),
        new(new() { Rule = "no-latest" }, "team"),
        new(new() { Registry = "ghcr.io" }, "team"),
        new(new() { Registry = "docker.io" }, "allowed"),
        new(new() { Image = "quay.io/app:1" }, "failed denied"),
        new(new() { Service = "image-bouncer-webhook", Namespace = "team" }, "team"),
        new(new() { Service = "another" }, ""),
        new(new() { Text = "TIMED out" }, "failed"),
        new(new() { Text = "ghcr.io no-latest" }, "team"),
        new(new() { Text = "ghcr.io elsewhere" }, ""),
        new(new() { Text = "  " }, "team failed denied allowed"),
        new(new() { Text = "web-of-denied" }, "denied"),
        new(new() { Text = OtlpRequests.TraceText(2) }, "denied"),
    ];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Filter_LetsThroughWhatMatches_NewestFirst(DecisionFilter filter, string ids)
    {
        FillSome();

        var page = _store.Queries.Decisions(filter, null, 10);

        Assert.Equal(ids, string.Join(' ', page.Decisions.Select(d => d.Id)));
        Assert.Equal(page.Decisions.Count, page.Matching);
        Assert.Null(page.Next);
    }

    [Fact]
    public void Window_IncludesItsBeginning_AndNotItsEnd()
    {
        var start = _store.Now;
        foreach (var id in (string[])["a", "b", "c"])
        {
            _store.Decide(new OtlpDecision(id));
            _store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var times = _store.Queries.Decisions(DecisionFilter.All, null, 10).Decisions.Select(d => d.Time).ToArray();
        var page = _store.Queries.Decisions(new() { Window = new(times[2], times[0]) }, null, 10);

        Assert.Equal(["b", "a"], page.Decisions.Select(d => d.Id));
        Assert.InRange(times[2], start, start + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Pages_ShowEachDecisionOnce_WhileNewOnesCome()
    {
        // They come in another order than they were made in.
        foreach (var ten in Enumerable.Range(0, 10))
        {
            var time = _store.Now + TimeSpan.FromSeconds(ten * 7 % 10);
            _store.Take(Signal.Traces, OtlpRequests.Request("Bouncer.Admission", Enumerable.Range(0, 10).Select(one =>
                OtlpRequests.DecisionSpan((ulong)((10 * ten) + one + 1), time, new OtlpDecision($"{ten}{one}")))));
        }

        List<Decision> seen = [];
        DecisionCursor? cursor = null;
        do
        {
            var page = _store.Queries.Decisions(DecisionFilter.All, cursor, 7);
            seen.AddRange(page.Decisions);
            cursor = page.Next;
            _store.Time.Advance(TimeSpan.FromHours(1));
            _store.Decide(new OtlpDecision($"new {seen.Count}"));
        }
        while (cursor is not null);

        Assert.Equal(100, seen.DistinctBy(d => d.Id).Count());
        Assert.Equal(100, seen.Count);
        Assert.Equal(seen.Select(d => d.Time).OrderDescending(), seen.Select(d => d.Time));
    }

    [Fact]
    public void Outcomes_AreCountedInEqualParts_EmptyOnesToo()
    {
        var window = new TimeWindow(_store.Now, _store.Now + TimeSpan.FromMinutes(4));
        _store.Decide(new OtlpDecision("1") { Outcome = "allowed" }, new OtlpDecision("2"));
        _store.Time.Advance(TimeSpan.FromSeconds(150));
        _store.Decide(new OtlpDecision("3") { Outcome = "failed" }, new OtlpDecision("4") { Outcome = "something new" });
        _store.Time.Advance(TimeSpan.FromMinutes(10));
        _store.Decide(new OtlpDecision("too late"));

        var parts = _store.Queries.Outcomes(new() { Window = window }, 4);

        Assert.Equal([(1, 1, 0), (0, 0, 0), (0, 0, 2), (0, 0, 0)], parts.Select(p => (p.Allowed, p.Denied, p.Failed)));
        Assert.Equal(window.From + TimeSpan.FromMinutes(2), parts[2].Window.From);
        Assert.Equal(window.To, parts[3].Window.To);
    }

    [Fact]
    public void TopRefused_CountsWhatWasNotAllowed()
    {
        FillSome();
        _store.Decide(new OtlpDecision("again"), new OtlpDecision("bad") { Images = "not an image!" });

        var top = _store.Queries.TopRefused(DecisionFilter.All, 2);

        Assert.Equal([new("quay.io", 3), new("ghcr.io", 1)], top.Registries);
        Assert.Equal([new("quay.io/app:1", 3), new("ghcr.io/app", 1)], top.Images);
        Assert.Equal([new("default", 4), new("team", 1)], top.Namespaces);
        Assert.Equal(new NamedCount("docker-hub", 4), top.Rules[0]);
    }

    [Fact]
    public void Facets_AreWhatThereIs()
    {
        FillSome();

        var facets = _store.Queries.Facets();

        Assert.Equal(["image-bouncer-webhook"], facets.Services);
        Assert.Equal(["default", "team"], facets.Namespaces);
        Assert.Equal(["docker-hub", "no-latest"], facets.Rules);
        Assert.Equal(["docker.io", "ghcr.io", "quay.io"], facets.Registries);
    }

    private void FillSome()
    {
        OtlpDecision[] decisions =
        [
            new("allowed") { Outcome = "allowed", Images = "busybox", Rules = "", Reason = "", Name = "a" },
            new("denied") { Name = "web-of-denied" },
            new("failed") { Outcome = "failed", Reason = "the review could not be decided: it timed out" },
            new("team") { Namespace = "team", Images = "ghcr.io/app", Rules = "no-latest", Reason = "" },
        ];
        foreach (var decision in decisions)
        {
            _store.Decide(decision);
            _store.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
