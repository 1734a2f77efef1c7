using System.Diagnostics.Metrics;
using Bouncer.Admission.Recording;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;
using Bouncer.Dashboard.Store;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Dashboard.Tests;

/// <summary>What docs/dashboard.md says beside what there is.</summary>
public class DocumentationTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dashboard.md"));

    [Fact]
    public void EverySetting_HasItsRow()
        => Assert.All(Settings.All, setting => Assert.Contains($"| `{setting.Name}` | `{setting.Variable}` |", s_page, StringComparison.Ordinal));

    [Fact]
    public void EveryInstrument_IsThere()
    {
        using var listener = new MeterListener();
        List<string> names = [];
        listener.InstrumentPublished = (instrument, _) => names.Add(instrument.Name);
        using var meters = new TestMeters();
        _ = new DashboardMeter(meters, new FilledStore().Queries);
        listener.Start();

        // Two that differ in their last word stand in one row: `…memory.used`, `.limit`.
        var own = names.Where(n => n.StartsWith("bouncer.dashboard.", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.Equal(7, own.Length);
        Assert.All(own, name => Assert.True(
            s_page.Contains($"`{name}`", StringComparison.Ordinal) || s_page.Contains($"`.{name.Split('.')[^1]}`", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Limits_AreThoseOfTheCode()
    {
        Assert.Contains($"more than {BatchReader.MaxRecords:N0} records", s_page, StringComparison.Ordinal);
        Assert.Contains($"more than {MessageShape.MaxDepth} messages deep", s_page, StringComparison.Ordinal);
        Assert.Contains($"take {IngestGate.MaxRequests} × `--max-request`", s_page, StringComparison.Ordinal);
        Assert.Contains($"{StringPool.Reserve / (double)(1 << 20):F1} MiB are set aside", s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatAreRecognised_AreThoseOfTheServices()
    {
        Assert.True(DecisionReader.IsScopeOfDecisions(Signal.Traces, TelemetryNames.Source));
        Assert.True(DecisionReader.IsScopeOfDecisions(Signal.Logs, TelemetryNames.DecisionLog));
        Assert.Equal(TelemetryNames.ReviewDuration, LatencyQuery.Metric);
    }

    private sealed class TestMeters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            _meters.Add(new Meter(options));
            return _meters[^1];
        }

        public void Dispose() => _meters.ForEach(m => m.Dispose());
    }
}
