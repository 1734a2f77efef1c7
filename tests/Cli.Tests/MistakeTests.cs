namespace Bouncer.Cli.Tests;

public sealed class MistakeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CommandWithoutAnything_NamesAllThatIsMissing()
        => AssertMistakes(
            BouncerRun.Of("check"),
            "There is nothing to check. Name images, or manifests with -f.",
            "There is no policy. Name a file with --policy, or registries with --registry-whitelist.");

    [Fact]
    public void TwoPolicies_AreRefused()
        => AssertMistakes(
            BouncerRun.Of("check", "a", "--policy", "p.yaml", "--registry-whitelist", "docker.io", "--reject-latest"),
            "--policy and --registry-whitelist are both given. Write the list as an allow rule of the policy.",
            "--reject-latest goes with --registry-whitelist. Write it as a deny rule of the policy: deny: {tags: [latest]}.");

    [Theory]
    [InlineData("There is no option --polcy.", "check", "a", "--polcy", "p.yaml")]
    [InlineData("There is no option --polcy.", "check", "-f", "a.yaml", "--polcy", "p.yaml")]
    [InlineData("--output is \"xml\". Write table or json.", "check", "a", "--output", "xml")]
    [InlineData("Required argument missing for option: '--policy'.", "check", "a", "--policy")]
    public void WrongOption_IsNamed(string message, params string[] arguments)
        => AssertMistakes(BouncerRun.Of(arguments), message, "See bouncer check --help.");

    [Fact]
    public void UnknownCommand_IsNamed()
    {
        var run = BouncerRun.Of("chek\u001B[31m");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Unrecognized command or argument 'chek\\u001B[31m'.", run.ErrorLines);
        Assert.Equal("See bouncer --help.", run.ErrorLines[^1]);
    }

    [Fact]
    public void PolicyThatIsNotThere_IsNamed()
        => AssertMistakes(BouncerRun.Of("check", "a", "--policy", "/no/policy.yaml"), "/no/policy.yaml: there is no such file or folder");

    [Fact]
    public void PolicyThatIsAFolder_IsNamed()
        => AssertMistakes(
            BouncerRun.Of("check", "a", "--policy", _folder.Path),
            $"{_folder.Path}: cannot be read: permission denied, or it is a folder");

    [Fact]
    public void WrongPolicy_IsExplainedInFull()
    {
        var policy = _folder.Write("p.yaml", "apiVersion: bouncer.dev/v1alpha1\nkind: Policy\nmetadata: {name: p}\nspec:\n  defualt: deny\n");

        AssertMistakes(
            BouncerRun.Of("check", "a", "--policy", policy),
            $"{policy}:2:7: kind: is \"Policy\"; write ImagePolicy",
            $"{policy}:5:3: spec.defualt: unknown field \"defualt\"; did you mean \"default\"?");
    }

    [Fact]
    public void WrongList_IsExplainedInFull()
        => AssertMistakes(
            BouncerRun.Of("check", "a", "--registry-whitelist", "docker.io,,gcr_io"),
            "--registry-whitelist: entry 2 is empty; remove the comma too many",
            "--registry-whitelist: entry 3 (\"gcr_io\"): the registry has '_' at position 3, where only letters, digits, '-' and '.' may stand");

    [Fact]
    public void HardlyMeantPolicy_IsWarnedOfOnTheErrorOutput()
    {
        var run = BouncerRun.Of("check", "busybox", "--registry-whitelist", "docker.io,library");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["--registry-whitelist: warning: rule \"registry-whitelist\": \"library\" matches no image: without a dot or a port, \"library\" is a path on Docker Hub and not a registry; list \"docker.io/library/**\" under 'repositories', or write the registry in full [never-matches]"],
            run.ErrorLines);
    }

    [Fact]
    public void ManifestThatIsNotThere_LeavesTheRestChecked()
    {
        var run = BouncerRun.Of("check", "busybox", "-f", "/no/a.yaml", "/no/b.yaml", "--registry-whitelist", "docker.io");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["/no/a.yaml: there is no such file or folder", "/no/b.yaml: there is no such file or folder"], run.ErrorLines);
        Assert.Equal("1 image: 1 allowed, 0 warned, 0 refused", run.Lines[^1]);
    }

    private static void AssertMistakes(BouncerRun run, params string[] messages)
    {
        Assert.Equal(messages, run.ErrorLines);
        Assert.Equal("", run.Output);
        Assert.Equal(2, run.ExitCode);
    }
}
