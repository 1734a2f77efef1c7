using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bouncer.Cli.Tests;

/// <summary>The samples do what their names say, and the documentation shows what the command prints.</summary>
public partial class DocumentationTests
{
    [Theory]
    [InlineData("registries/allowed", 0)]
    [InlineData("registries/refused", 1)]
    [InlineData("production/allowed", 0)]
    [InlineData("production/refused", 1)]
    [InlineData("pinned/allowed", 0)]
    [InlineData("pinned/refused", 1)]
    [InlineData("trial/allowed", 0)]
    public void Sample_IsAllowedOrRefusedAsItsNameSays(string sample, int exitCode)
    {
        var folder = Path.Combine(Repository.Root, "samples/policies");
        var run = BouncerRun.Of("check", "-f", $"{folder}/{sample}.yaml", "--policy", $"{folder}/{sample.Split('/')[0]}/policy.yaml");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.EndsWith(exitCode == 0 ? "0 refused" : "2 images: 0 allowed, 0 warned, 2 refused", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_IsPrintedAsDocumented()
    {
        var (command, output) = Examples()[0];

        Assert.Equal(output, string.Join('\n', Run(command).Lines) + "\n");
    }

    [Fact]
    public void Json_IsPrintedAsDocumented()
    {
        var (command, output) = Examples()[1];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(output), JsonNode.Parse(Run(command).Output)), Run(command).Output);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    public void OtherCommands_PrintWhatIsDocumented(int example, int exitCode)
    {
        var (command, output) = Examples()[example];

        var run = Run(command);

        Assert.Equal(output, Time().Replace(string.Join('\n', run.Lines), "0.012s") + "\n");
        Assert.Equal("", run.Error);
        Assert.Equal(exitCode, run.ExitCode);
    }

    private static BouncerRun Run(string command)
    {
        var arguments = command.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var run = BouncerRun.Of([.. arguments.Select(a => a.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : a)]);
        return run with { Output = run.Output.Replace(Repository.Root + "/", "", StringComparison.Ordinal) };
    }

    private static List<(string Command, string Output)> Examples()
        => [.. Example().Matches(Repository.Read("docs/cli.md")).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    [GeneratedRegex(@"[0-9]+\.[0-9]{3}s")]
    private static partial Regex Time();

    [GeneratedRegex("^```sh\n(bouncer [^\n]*)\n```\n\n```(?:json)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
