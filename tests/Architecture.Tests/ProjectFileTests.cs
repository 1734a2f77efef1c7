using System.Xml.Linq;

namespace Bouncer.Architecture.Tests;

/// <summary>What holds for every project file.</summary>
public class ProjectFileTests
{
    public static IEnumerable<TheoryDataRow<string>> All => Repository.Projects.Keys.Select(name => new TheoryDataRow<string>(name));

    [Fact]
    public void EveryProject_IsInTheSolutionOnce()
        => Assert.Equal(
            Repository.Projects.Values.Select(p => p.Path).Order(StringComparer.Ordinal),
            Repository.ProjectsOfSolution.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Version_StandsInDirectoryPackagesPropsAndNotHere(string name)
    {
        var xml = Repository.Projects[name].Xml;

        // A property such as $(AspireVersion) is no version: it names the one place where it stands.
        Assert.DoesNotContain(xml.Descendants().Attributes(), a => IsVersion(a.Name) && !a.Value.StartsWith("$(", StringComparison.Ordinal));
        Assert.DoesNotContain(xml.Descendants(), e => IsVersion(e.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TargetFrameworkAndWarnings_ComeFromTheCommonRules(string name)
    {
        string[] common = ["TargetFramework", "TargetFrameworks", "LangVersion", "Nullable", "ImplicitUsings", "TreatWarningsAsErrors", "NoWarn", "AnalysisLevel"];

        Assert.Empty(Repository.Projects[name].Xml.Descendants().Select(e => e.Name.LocalName).Intersect(common));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Project_IsNamedAsItsFolder(string name)
        => Assert.Equal(name, Path.GetFileName(Path.GetDirectoryName(Repository.Projects[name].Path)));

    private static bool IsVersion(XName name) => name.LocalName is "Version" or "VersionOverride";
}
