using System.Reflection;
using System.Text.RegularExpressions;
using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Linting;
using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>What people copy from the documentation works, and what it says is so.</summary>
public partial class DocumentationTests
{
    public static TheoryData<string> Samples => [.. RepositoryFiles.List("samples/policies", "policy.yaml")];

    public static TheoryData<int> YamlBlocks => [.. Enumerable.Range(0, Blocks().Count)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsReadWithoutErrorsOrWarnings(string path)
        => Assert.Equal([], PolicyLinter.Lint(PolicyText.Document(RepositoryFiles.Read(path))));

    [Fact]
    public void Samples_AreFound() => Assert.InRange(Samples.Count, 3, 100);

    [Theory]
    [MemberData(nameof(YamlBlocks))]
    public void YamlBlockOfThePolicyPage_IsReadWithoutErrorsOrWarnings(int index)
        => Assert.Equal([], PolicyLinter.Lint(PolicyText.Document(Blocks()[index])));

    [Fact]
    public void LastYamlBlock_IsWhatTheCommandLineListMeans()
    {
        var written = PolicyText.Document(Blocks()[^1]);
        var meant = RegistryList.Read(["docker.io,gcr.io"], rejectLatest: true).Document!;

        Assert.Equal((written.Name, written.Default), (meant.Name, meant.Default));
        Assert.Equal(
            written.Rules.Select(r => $"{r.Name} {r.Effect} {r.Enforcement} {string.Join(' ', r.Images.Patterns)}"),
            meant.Rules.Select(r => $"{r.Name} {r.Effect} {r.Enforcement} {string.Join(' ', r.Images.Patterns)}"));
    }

    [Fact]
    public void EveryWarningCode_IsExplained()
    {
        var codes = typeof(PolicyWarningCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        var section = RepositoryFiles.Read("docs/policy.md").Split("\n## ").Single(s => s.StartsWith("Warnings\n", StringComparison.Ordinal));
        var rows = WarningRow().Matches(section).Select(m => m.Groups[1].Value);

        Assert.Equal(codes.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    /// <summary>The rows of the table of patterns: what they say that matches does, and the rest does not.</summary>
    [Fact]
    public void TableOfPatterns_IsTrue()
    {
        var rows = PatternRow().Matches(RepositoryFiles.Read("docs/policy.md"));

        Assert.Equal(14, rows.Count);
        foreach (Match row in rows)
        {
            var (kind, pattern) = (row.Groups[1].Value, row.Groups[2].Value);
            Assert.All(Code().Matches(row.Groups[3].Value), m => Assert.True(Matches(kind, pattern, m.Groups[1].Value), row.Value));
            Assert.All(Code().Matches(row.Groups[4].Value), m => Assert.False(Matches(kind, pattern, m.Groups[1].Value), row.Value));
        }
    }

    private static bool Matches(string kind, string pattern, string text)
    {
        const string digest = "sha256:" + References.Hex.Of64;
        pattern = pattern.Replace("sha256:…", digest, StringComparison.Ordinal);
        if (kind == "namespace")
        {
            return new Glob(pattern).Matches(text);
        }

        var image = ImageReference.Parse(text.Replace("sha256:…", digest, StringComparison.Ordinal));
        return kind switch
        {
            "registry" => RegistryPattern.TryParse(pattern, out var registry, out _) && registry.Matches(image.Registry),
            "repository" => RepositoryPattern.TryParse(pattern, out var repository, out _) && repository.Matches(image),
            "image" => ImagePattern.TryParse(pattern, out var exact, out _) && exact.Matches(image),
            _ => !image.HasDigest && new Glob(pattern).Matches(image.ResolvedTag),
        };
    }

    private static IReadOnlyList<string> Blocks()
        => [.. YamlBlock().Matches(RepositoryFiles.Read("docs/policy.md")).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("^\\| `([a-z-]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex WarningRow();

    [GeneratedRegex("^\\| (registry|repository|image|tag|namespace) `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|", RegexOptions.Multiline)]
    private static partial Regex PatternRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
