using System.Text.RegularExpressions;

namespace Bouncer.Cli.Tests;

public sealed partial class VerifyTests : IDisposable
{
    private const string Head = "kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\n";
    private const string Test = "{name: images, template: template.yaml, constraint: constraint.yaml, cases: ";
    private const string Bad = "{name: bad, object: pod.yaml, assertions: [{violations: 1, message: evil}]}";
    private const string Good = "{name: good, object: good.yaml, assertions: [{violations: no}]}";
    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PassingSuites_AreALineEach()
    {
        Write("suite.yaml", $"tests: [{Test}[{Bad}, {Good}]}}]");
        Write("more/skipped.yaml", "skip: true\ntests: [{name: t}]");

        AssertRun(0, ["ok\tmore/skipped.yaml\tTIME\t(skipped)", "ok\tsuite.yaml\tTIME", "PASS"], Verify(_folder.Path + "/..."));
    }

    [Fact]
    public void FailingCases_AreShownAsGatorShowsThem()
    {
        Write("suite.yaml", $"tests: [{Test}[{{name: wrong, object: pod.yaml, assertions: [{{violations: no}}]}}, {Good}]}}, {{name: broken}}]");

        AssertRun(
            1,
            [
                "    --- FAIL: wrong\t(TIME)",
                "        assertions[0]: 1 violation, where none is wanted; the messages are",
                "          image \"evil\" is bad",
                "--- FAIL: images\t(TIME)",
                "--- FAIL: broken\t(TIME)",
                "  template: names no file; write its path, relative to the suite",
                "FAIL\tsuite.yaml\tTIME",
                "FAIL",
            ],
            Verify(_folder.File("suite.yaml")));
    }

    [Fact]
    public void Verbose_NamesEverything()
    {
        Write("suite.yaml", $"tests: [{Test}[{Bad}, {{name: later, skip: true}}]}}, {{name: never, skip: true}}]");

        AssertRun(
            0,
            [
                "=== RUN   images",
                "    === RUN   bad",
                "    --- PASS: bad\t(TIME)",
                "    === SKIP  later",
                "--- PASS: images\t(TIME)",
                "=== SKIP  never",
                "ok\tsuite.yaml\tTIME",
                "PASS",
            ],
            Verify(_folder.Path, "-v"));
    }

    [Theory]
    [InlineData("--run", "images//good")]
    [InlineData("-r", "^good$")]
    public void Run_ChoosesTestsAndCases(string option, string run)
    {
        Write("suite.yaml", $"tests: [{Test}[{{name: wrong, object: pod.yaml, assertions: [{{violations: no}}]}}, {Good}]}}]");

        AssertRun(0, ["ok\tsuite.yaml\tTIME", "PASS"], Verify(_folder.Path, option, run));
    }

    [Fact]
    public void RunThatMatchesNothing_IsSaid()
    {
        Write("suite.yaml", $"tests: [{Test}[{Good}]}}]");

        var run = Verify(_folder.Path, "--run", "no-such");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["warning: --run: no test or case matches \"no-such\""], run.ErrorLines);
    }

    [Fact]
    public void Trace_FollowsItsCase()
    {
        Write("suite.yaml", $"tests: [{Test}[{Bad}]}}]");

        var run = Verify(_folder.Path, "--trace");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("TRACE: bad", run.Lines[0]);
        Assert.Contains(run.Lines, l => l.EndsWith("image == input.parameters.images[_]", StringComparison.Ordinal));
    }

    [Fact]
    public void SuiteThatCannotBeRead_FailsAndTheOthersRun()
    {
        Write("a.yaml", "tests: {}");
        Write("b.yaml", $"tests: [{Test}[{Good}]}}]\nnotes: x");

        var run = Verify(_folder.Path);

        AssertRun(1, ["FAIL\ta.yaml\tTIME", "  a.yaml:1: tests: is of type object; write a list", "ok\tb.yaml\tTIME", "FAIL"], run);
        Assert.Equal(["warning: b.yaml:1: notes: there is no such field; there are apiVersion, kind, metadata, tests, skip"], run.ErrorLines.Select(_folder.Shorten));
    }

    [Fact]
    public void WhatOnlyApiServersCheck_IsWarnedOfOnce()
    {
        const string Schema = "{type: array, items: {type: string}}";
        Write("suite.yaml", $"tests: [{Test}[{Bad}]}}, {Test}[{Good}]}}]");
        var template = File.ReadAllText(_folder.File("template.yaml"));
        _folder.Write("template.yaml", template.Replace(Schema, "{type: array, items: {type: string, format: uri}}", StringComparison.Ordinal));

        var run = Verify(_folder.File("suite.yaml"));

        AssertRun(0, ["ok\tsuite.yaml\tTIME", "PASS"], run);
        Assert.Equal(
            ["warning: template.yaml:1: spec.crd.spec.validation.openAPIV3Schema.properties[images].items.format is checked by API servers alone: here any text is taken for \"uri\""],
            run.ErrorLines.Select(_folder.Shorten));
    }

    [Theory]
    [InlineData("", 1, "PATH: there is no suite; suites are YAML files with kind: Suite and apiVersion: test.gatekeeper.sh/v1alpha1, and /... behind a folder looks below it")]
    [InlineData("/pod.yaml", 1, "PATH: there is no suite; suites are YAML files with kind: Suite and apiVersion: test.gatekeeper.sh/v1alpha1")]
    [InlineData("/no", 1, "PATH: there is no such file or folder")]
    public void NothingToRun_IsNoSuccess(string path, int exitCode, string problem)
    {
        var run = Verify(_folder.Path + path);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal([problem.Replace("PATH", _folder.Path + path, StringComparison.Ordinal)], run.ErrorLines);
        Assert.Equal(["FAIL"], run.Lines);
    }

    [Fact]
    public void WrongCommandLine_IsExplained()
    {
        var run = Verify("a", "--run", "(");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["--run: \"(\": error parsing regexp: missing closing ): `(`; write regular expressions of Go (RE2)"], run.ErrorLines);
        Assert.Equal(["There is no option --runn.", "See bouncer verify --help."], Verify("a", "--runn").ErrorLines);
        Assert.Equal(2, Verify().ExitCode);
    }

    [Fact]
    public void HostileNames_DoNotReachTheTerminal()
    {
        Write("suite.yaml", "tests: [{name: \"a\\e[31m\\u202E\", template: x.yaml}]");

        Assert.Contains("--- FAIL: a\\u001B[31m\\u202E\t(", Verify(_folder.Path).Output, StringComparison.Ordinal);
    }

    private void Write(string name, string suite) => _folder.Write(name, Head + suite + "\n");

    private static BouncerRun Verify(params string[] arguments) => BouncerRun.Of(["verify", .. arguments]);

    private void AssertRun(int exitCode, string[] lines, BouncerRun run)
    {
        Assert.Equal(lines, run.Lines.Select(l => Time().Replace(_folder.Shorten(l), "TIME")));
        Assert.Equal(exitCode, run.ExitCode);
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]{3}s")]
    private static partial Regex Time();
}
