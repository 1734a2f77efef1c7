using Bouncer.Constraints.Suites;

namespace Bouncer.Constraints.Tests.Suites;

public sealed class SuiteFinderTests : IDisposable
{
    private const string Suite = "kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\ntests: []\n";
    private readonly SuiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "b.yaml")]
    [InlineData("/...", "a/deep/s.yml", "a/s.yaml", "b.yaml")]
    [InlineData("/a", "a/s.yaml")]
    [InlineData("/a/", "a/s.yaml")]
    [InlineData("/a/...", "a/deep/s.yml", "a/s.yaml")]
    [InlineData("/b.yaml", "b.yaml")]
    public void Suites_AreFoundWhereGatorFindsThem(string path, params string[] files)
    {
        _folder.Write("b.yaml", Suite);
        _folder.Write("a/s.yaml", Suite);
        _folder.Write("a/deep/s.yml", Suite);
        _folder.Write("a/s.json", Suite);

        var found = SuiteFinder.Find(_folder.Path + path);

        Assert.Empty(found.Problems);
        Assert.Equal(files, found.Suites.Select(s => Path.GetRelativePath(_folder.Path, s.File).Replace('\\', '/')));
    }

    [Theory]
    [InlineData("kind: Suite\napiVersion: example.com/v1\n")]
    [InlineData("kind: Pod\napiVersion: v1\nmetadata: {annotations: {see: test.gatekeeper.sh}}\n")]
    [InlineData("{{ if .Values.on }}\nkind: [\n")]
    public void OtherYaml_IsPassedOver(string text)
        => Assert.Empty(SuiteFinder.Find(_folder.Write("other.yaml", text)).Suites);

    [Fact]
    public void SuiteThatIsNoYaml_IsOneWithProblems()
    {
        var file = _folder.Write("broken.yaml", "kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\ntests: [\n");

        var reading = Assert.Single(SuiteFinder.Find(file).Suites);

        Assert.Null(reading.Suite);
        Assert.StartsWith($"{file}:4:1: ", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void LinkedFolders_AreNotWalkedThrough()
    {
        _folder.Write("a/s.yaml", Suite);
        Directory.CreateSymbolicLink(_folder.File("a/again"), _folder.Path);

        Assert.Equal(_folder.File("a/s.yaml"), Assert.Single(SuiteFinder.Find(_folder.Path + "/...").Suites).File);
    }

    [Fact]
    public void WhatIsNoFolder_IsExplained()
    {
        Assert.Equal(["/no/such: there is no such file or folder"], SuiteFinder.Find("/no/such").Problems);
        var text = _folder.Write("suite.txt", Suite);
        Assert.Equal([$"{text}: is no suite by its name; suites are .yaml or .yml files"], SuiteFinder.Find(text).Problems);
        Assert.Equal([$"{text}/...: {text} is a file; /... goes behind a folder"], SuiteFinder.Find(text + "/...").Problems);
    }
}
