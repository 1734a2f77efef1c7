using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bouncer.Observability.Tests;

/// <summary>The dashboards as Grafana reads them: files that it would show half of, or not at all, without a word.</summary>
public partial class DashboardTests
{
    /// <summary>Columns of Grafana's grid.</summary>
    private const int Columns = 24;

    /// <summary>Variables that Grafana has itself.</summary>
    private static readonly string[] s_own = ["__rate_interval", "__range", "__interval"];

    public static TheoryData<string> Files => new(Expressions.Dashboards.Select(file => Path.GetFileName(file)));

    [Fact]
    public void Identifiers_AreOfOneDashboardEach()
    {
        var dashboards = Expressions.Dashboards.Select(file => Read(Path.GetFileName(file))).ToArray();

        Assert.NotEmpty(dashboards);
        Assert.Distinct(dashboards.Select(d => (string)d["uid"]!));
        Assert.Distinct(dashboards.Select(d => (string)d["title"]!));
        Assert.All(dashboards, d => Assert.Matches("^[a-zA-Z0-9_-]{1,40}$", (string)d["uid"]!)); // What Grafana takes in addresses.
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_HaveWhatReadersNeed(string file)
    {
        var panels = Panels(file);

        Assert.NotEmpty(panels);
        Assert.Distinct(panels.Select(p => (int)p["id"]!));
        Assert.Distinct(panels.Select(p => (string)p["title"]!));
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty((string)panel["title"]!);
            Assert.EndsWith(".", (string)panel["description"]!, StringComparison.Ordinal);
            Assert.NotEmpty((string)panel["fieldConfig"]!["defaults"]!["unit"]!);
            Assert.NotEmpty(panel["targets"]!.AsArray());
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_StandBesideEachOther_WithinTheColumns(string file)
    {
        Dictionary<(int X, int Y), string> taken = [];
        foreach (var panel in Panels(file))
        {
            var (title, place) = ((string)panel["title"]!, panel["gridPos"]!);
            var (x, y, width, height) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.True(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= Columns, $"{title} leaves the {Columns} columns: {place}");
            foreach (var cell in from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row))
            {
                Assert.True(taken.TryAdd(cell, title), $"{title} lies upon {taken[cell]} at {cell}");
            }
        }

        // Grafana moves panels up into room that is left above them.
        Assert.Equal(Columns * (taken.Keys.Max(cell => cell.Y) + 1), taken.Count);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Queries_UseTheChosenDataSource_AndVariablesThatAreThere(string file)
    {
        var dashboard = Read(file);
        var variables = dashboard["templating"]!["list"]!.AsArray().Select(v => (string)v!["name"]!).ToArray();
        Assert.Distinct(variables);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var panel in Panels(file))
        {
            Assert.Distinct(panel["targets"]!.AsArray().Select(t => (string)t!["refId"]!));
            foreach (var part in panel["targets"]!.AsArray().Prepend(panel))
            {
                Assert.Equal(("prometheus", "${datasource}"), ((string)part!["datasource"]!["type"]!, (string)part["datasource"]!["uid"]!));
                used.UnionWith(Variable().Matches($"{part["expr"]} {part["legendFormat"]} {part["datasource"]!["uid"]}").Select(m => m.Groups[1].Value));
            }
        }

        foreach (var variable in dashboard["templating"]!["list"]!.AsArray().Where(v => (string)v!["type"]! == "query"))
        {
            Assert.Equal("${datasource}", (string)variable!["datasource"]!["uid"]!);
        }

        Assert.Empty(used.Except(variables).Except(s_own));
        Assert.Empty(variables.Except(used)); // One that nothing asks by would be a choice without effect.
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Expressions.Folder, "dashboards", file)))!.AsObject();

    private static JsonObject[] Panels(string file) => [.. Read(file)["panels"]!.AsArray().Select(p => p!.AsObject())];

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();
}
