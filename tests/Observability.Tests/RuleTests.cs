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

    [Fact]
    public void PodMonitor_ScrapesThePortOfBothDeployments()
    {
        var spec = Expressions.Yaml("podmonitor.yaml")["spec"]!;
        var endpoint = Assert.Single(spec["podMetricsEndpoints"]!.AsArray())!;
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
