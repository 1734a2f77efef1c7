namespace Bouncer.Architecture.Tests;

/// <summary>Who may depend on whom.</summary>
public class DependencyTests
{
    private const string AppHost = "AppHost";

    /// <summary>What each project under src may reference of ours. A project that is not here yet gets its line together
    /// with its first file, so that an arrow is a decision and not an accident.</summary>
    private static readonly Dictionary<string, string[]> s_mayReference = new()
    {
        ["Json"] = [],
        ["Rego"] = [],
        ["ImagePolicy"] = ["Json"],
        ["Admission"] = ["Json"],
        ["ServiceDefaults"] = [],
        ["LocalCluster"] = [],
        ["Aspire.Embedded"] = [],
        ["Constraints"] = ["Rego"],
        ["KubernetesApi"] = ["Rego"],
        ["Webhook"] = ["Admission", "ServiceDefaults", "ImagePolicy"],
        ["GatekeeperAdapter"] = ["Admission", "ServiceDefaults", "Constraints", "KubernetesApi"],
        ["Dashboard"] = ["ServiceDefaults", "ImagePolicy"],
        ["Cli"] = ["ImagePolicy", "Constraints", "KubernetesApi", "Rego"],
        [AppHost] = ["Webhook", "GatekeeperAdapter", "Dashboard", "LocalCluster", "Aspire.Embedded"],
    };

    public static IEnumerable<TheoryDataRow<string>> Sources => Names(p => p.IsSource);

    public static IEnumerable<TheoryDataRow<string>> Cores => Names(p => p.Name is "Json" or "Rego" or "ImagePolicy" or "Constraints");

    public static IEnumerable<TheoryDataRow<string>> All => Names(_ => true);

    [Theory]
    [MemberData(nameof(Sources))]
    public void ProjectUnderSrc_ReferencesOnlyWhatItMay(string name)
    {
        Assert.True(s_mayReference.TryGetValue(name, out var allowed), $"{name} has no line in {nameof(DependencyTests)}: say there what it may reference.");
        Assert.Empty(Repository.Projects[name].References.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Cores))]
    public void Core_NeedsNeitherAspNetNorPackagesButYaml(string name)
    {
        var project = Repository.Projects[name];

        Assert.Empty(project.Packages.Except(["YamlDotNet"]));
        Assert.Empty(project.Xml.Descendants("FrameworkReference"));
        Assert.Equal("Microsoft.NET.Sdk", project.Xml.Root!.Attribute("Sdk")!.Value);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Service_IsReferencedByTheAppHostAndTestsAlone(string name)
    {
        var project = Repository.Projects[name];
        var services = project.References.Where(r => Repository.Projects[r].Type == "Service");

        Assert.True(!services.Any() || !project.IsSource || name == AppHost, $"{project} references {string.Join(", ", services)}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AppHost_IsReferencedByItsTestsAlone(string name)
        => Assert.True(
            !Repository.Projects[name].References.Contains(AppHost) || name is "AppHost.Tests" or "E2E",
            $"{name} references {AppHost}");

    [Theory]
    [MemberData(nameof(Sources))]
    public void ProjectUnderSrc_ReferencesNoTests(string name)
        => Assert.All(Repository.Projects[name].References, r => Assert.True(Repository.Projects[r].IsSource, r));

    private static IEnumerable<TheoryDataRow<string>> Names(Func<Project, bool> which)
        => Repository.Projects.Values.Where(which).Select(p => new TheoryDataRow<string>(p.Name));
}
