using System.Text.RegularExpressions;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Hosting;

/// <summary>Metrics and logs, by Gatekeeper's names.</summary>
public partial class TelemetryTests
{
    [Fact]
    public async Task Scrape_HasGatekeepersNamesAndLabels()
    {
        await using var adapter = await RunningAdapter.StartAsync(
            ("t.yaml", Policies.AllowedRepos),
            ("bad.yaml", Policies.Template("bad", "Bad", "package bad\n")),
            ("c.yaml", Policies.Constraint()),
            ("w.yaml", Policies.Constraint("warns", action: "warn")),
            ("waits.yaml", Policies.Constraint("waits", "Nobody")));
        await adapter.AdmitAsync(Reviews.OfPod());
        await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", dryRun: true));

        var series = await ScrapeAsync(adapter);

        Assert.Equal("1", series["gatekeeper_constraint_templates{status=\"active\"}"]);
        Assert.Equal("1", series["gatekeeper_constraint_templates{status=\"error\"}"]);
        Assert.Equal("1", series["gatekeeper_constraints{enforcement_action=\"deny\",status=\"active\"}"]);
        Assert.Equal("1", series["gatekeeper_constraints{enforcement_action=\"deny\",status=\"error\"}"]);
        Assert.Equal("1", series["gatekeeper_constraints{enforcement_action=\"warn\",status=\"active\"}"]);
        Assert.Equal("0", series["gatekeeper_constraints{enforcement_action=\"dryrun\",status=\"active\"}"]);
        foreach (var total in (string[])["", "_total"])
        {
            Assert.Equal("1", series[$"gatekeeper_constraint_template_ingestion_count{total}{{status=\"active\"}}"]);
            Assert.Equal("1", series[$"gatekeeper_constraint_template_ingestion_count{total}{{status=\"error\"}}"]);
            Assert.Equal("1", series[$"gatekeeper_validation_request_count{total}{{admission_dryrun=\"false\",admission_status=\"allow\"}}"]);
            Assert.Equal("1", series[$"gatekeeper_validation_request_count{total}{{admission_dryrun=\"true\",admission_status=\"deny\"}}"]);
        }

        Assert.Equal("1", series["gatekeeper_constraint_template_ingestion_duration_seconds_count{status=\"active\"}"]);
        Assert.Equal("1", series["gatekeeper_validation_request_duration_seconds_count{admission_status=\"deny\"}"]);
        var buckets = series.Keys.Where(k => k.StartsWith("gatekeeper_validation_request_duration_seconds_bucket{admission_status=\"deny\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(47, buckets.Length); // 46, and what is above them
        Assert.All(["0.001", "0.05", "0.9", "1.5", "10"], bound => Assert.Contains(buckets, b => b.Contains($"le=\"{bound}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ScraperThatPrefersOpenMetrics_GetsCountersByBothNames()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos));
        adapter.ManagementClient.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        var series = await ScrapeAsync(adapter);

        Assert.Equal("1", series["gatekeeper_constraint_template_ingestion_count{status=\"active\"}"]);
        Assert.Equal("1", series["gatekeeper_constraint_template_ingestion_count_total{status=\"active\"}"]);
    }

    [Fact]
    public async Task LogDenies_WritesGatekeepersKeys()
    {
        using var logs = new CapturedLogs();
        await using var adapter = await RunningAdapter.StartAsync(
            options => options with { LogDenies = true }, logs, ("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint(action: "dryrun")));

        await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));

        var entry = Assert.Single(logs.Entries, e => e.Event == "Violation");
        Assert.Equal("admission", entry.Field("process"));
        Assert.Equal("violation", entry.Field("event_type"));
        Assert.Equal("repos", entry.Field("constraint_name"));
        Assert.Equal("constraints.gatekeeper.sh", entry.Field("constraint_group"));
        Assert.Equal("v1beta1", entry.Field("constraint_api_version"));
        Assert.Equal("AllowedRepos", entry.Field("constraint_kind"));
        Assert.Equal("dryrun", entry.Field("constraint_action"));
        Assert.Equal("", entry.Field("resource_group"));
        Assert.Equal("v1", entry.Field("resource_api_version"));
        Assert.Equal("Pod", entry.Field("resource_kind"));
        Assert.Equal("default", entry.Field("resource_namespace"));
        Assert.Equal("thing", entry.Field("resource_name"));
        Assert.Equal("kubernetes-admin", entry.Field("request_username"));
        Assert.Equal("""{"image":"evil.com/x"}""", entry.Field("details"));
    }

    [Fact]
    public async Task WithoutLogDenies_NoViolationIsLoggedAndTheDecisionIs()
    {
        using var logs = new CapturedLogs();
        await using var adapter = await RunningAdapter.StartAsync(
            options => options, logs, ("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        var answer = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));

        Assert.DoesNotContain(logs.Entries, e => e.Event == "Violation");
        var decision = Assert.Single(logs.Entries, e => e.Event == "Review");
        Assert.Equal("denied", decision.Field("Outcome"));
        Assert.Equal("[repos] evil.com/x is not from an allowed repository", decision.Field("Reason"));
        Assert.Equal("AllowedRepos/repos", decision.Field("Rules"));
        Assert.Equal(answer.Response.GetProperty("auditAnnotations").GetProperty("decision-id").GetString(), decision.Field("DecisionId"));
    }

    [Fact]
    public async Task EmbeddedDefault_IsToldLoudly()
    {
        using var logs = new CapturedLogs();
        await using var adapter = await RunningAdapter.StartAsync(options => options with { PoliciesPath = null }, logs);

        Assert.Contains(logs.Entries, e => e.Event == "EmbeddedPolicies" && e.Level == Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    /// <summary>The values of a scrape, by name and labels.</summary>
    private static async Task<Dictionary<string, string>> ScrapeAsync(RunningAdapter adapter)
    {
        var lines = (await adapter.GetManagementAsync("/metrics")).Split('\n');
        return lines
            .Where(line => line.StartsWith("gatekeeper_", StringComparison.Ordinal))
            .Select(line => Line().Match(line))
            .ToDictionary(m => $"{m.Groups["name"].Value}{{{m.Groups["labels"].Value}}}", m => m.Groups["value"].Value);
    }

    [GeneratedRegex("""^(?<name>\w+)\{(?<labels>[^}]*)\} (?<value>\S+)""")]
    private static partial Regex Line();
}
