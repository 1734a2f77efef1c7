using Bouncer.LocalCluster.Binaries;
using Bouncer.TestSupport;

namespace Bouncer.Observability.Tests;

/// <summary>The rules by themselves.</summary>
public class RuleTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("check", "rules", "prometheus/recording.yaml", "prometheus/alerts.yaml")]
    [InlineData("test", "rules", "prometheus/alerts.test.yaml")]
    public async Task Rules_PassPromtool(params string[] arguments)
    {
        Tools.RequirePrometheus();

        var (exitCode, output) = await Tools.RunAsync(
            "/usr/bin/promtool", arguments.Select((a, i) => i < 2 ? a : Path.Combine(Expressions.Folder, a)), Deadline);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void EveryAlert_HasACaseThatFiresAndASectionThatSaysWhatToDo()
    {
        var cases = File.ReadAllText(Path.Combine(Expressions.Folder, "prometheus", "alerts.test.yaml"));
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "observability.md"));

        Assert.All(Expressions.Rules.Where(rule => rule["alert"] is not null), rule =>
        {
            var name = (string)rule["alert"]!;
            Assert.Contains($"alertname: {name}\n    exp_alerts:\n    - exp_labels", cases, StringComparison.Ordinal);
            Assert.Contains($"### {name}", page);
            Assert.Equal($"docs/observability.md#{name.ToLowerInvariant()}", (string)rule["annotations"]!["runbook_url"]!);
        });
    }

    /// <summary>The fields of a PodMonitor that we use, as the Prometheus operator's API reference has them: its definition is on none
    /// of our API servers.</summary>
    [Fact]
    public void PodMonitor_IsOneThatTheOperatorTakesAndScrapesThePortOfBothDeployments()
    {
        var monitor = Expressions.Yaml("podmonitor.yaml");
        Assert.Equal(("monitoring.coreos.com/v1", "PodMonitor"), ((string)monitor["apiVersion"]!, (string)monitor["kind"]!));
        var spec = monitor["spec"]!.AsObject();
        Assert.Empty(spec.Select(f => f.Key).Except(["jobLabel", "namespaceSelector", "selector", "podMetricsEndpoints"]));
        Assert.Empty(spec["namespaceSelector"]!.AsObject().Select(f => f.Key).Except(["any", "matchNames"]));
        Assert.Empty(spec["selector"]!.AsObject().Select(f => f.Key).Except(["matchLabels", "matchExpressions"]));
        var endpoint = Assert.Single(spec["podMetricsEndpoints"]!.AsArray())!.AsObject();
        Assert.Empty(endpoint.Select(f => f.Key).Except(["port", "path", "scheme", "interval"]));
        Assert.Matches("^[0-9]+s$", (string)endpoint["interval"]!);

        foreach (var service in (string[])["webhook", "gatekeeper-adapter"])
        {
            var pod = Expressions.Yaml($"../{service}/deployment.yaml")["spec"]!["template"]!;
            var labels = pod["metadata"]!["labels"]!;
            Assert.All(spec["selector"]!["matchLabels"]!.AsObject(), label => Assert.Equal((string)label.Value!, (string)labels[label.Key]!));
            Assert.NotNull(labels[(string)spec["jobLabel"]!]);
            Assert.Contains(pod["spec"]!["containers"]![0]!["ports"]!.AsArray(), port => (string)port!["name"]! == (string)endpoint["port"]!);
        }
    }

    [Fact]
    public async Task Kustomization_HasThePodMonitorAndAllDashboards()
    {
        Tools.RequireKubernetes();

        var (exitCode, output) = await Tools.RunAsync(KubernetesBinaries.Find()!.Kubectl, ["kustomize", Expressions.Folder], Deadline);

        Assert.True(exitCode == 0, output);
        Assert.Contains("kind: PodMonitor", output, StringComparison.Ordinal);
        Assert.All(Expressions.Dashboards, file => Assert.Contains($"{Path.GetFileName(file)}: |", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Collector_UsesAllThatItConfiguresAndNothingElse()
    {
        var configuration = Expressions.Yaml("collector/config.yaml");
        foreach (var kind in (string[])["receivers", "processors", "exporters"])
        {
            var used = configuration["service"]!["pipelines"]!.AsObject().SelectMany(p => p.Value![kind]!.AsArray().Select(c => (string)c!)).Distinct();
            Assert.Equal(configuration[kind]!.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        }
    }
}
