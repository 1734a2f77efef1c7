using System.CommandLine;

namespace Bouncer.Cli.Verify;

/// <summary><c>bouncer verify</c>: runs Gatekeeper's suites.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Suites, folders with suites, or folders and /... for all suites below them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var run = new Option<string>("--run", "-r")
        {
            Description = "Run only what matches: TEST//CASE, two regular expressions of which either may be empty, or one that the name of a test or of a case is to match.",
            HelpName = "regex",
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Name what passes and what is skipped, too." };
        var trace = new Option<bool>("--trace", "-t") { Description = "Show for each case how its Rego was evaluated." };
        paths.Validators.Add(Arguments.RefuseUnknownOptions);

        var command = new Command("verify", "Runs suites of tests of templates and constraints, as gator verify does. Exit code 0: all pass; 1: something failed, or cannot be read; 2: the command line is wrong.")
        {
            paths, run, verbose, trace,
        };
        command.SetAction(parsed => VerifyAction.Run(
            new VerifyOptions(parsed.GetValue(paths) ?? [], parsed.GetValue(run) ?? "", parsed.GetValue(verbose), parsed.GetValue(trace)),
            terminal));
        return command;
    }
}

/// <summary>What <c>bouncer verify</c> is asked to do.</summary>
/// <param name="Paths">Where suites are looked for.</param>
/// <param name="Run">Which tests and cases run; empty for all.</param>
/// <param name="IsVerbose">Whether to name what passes, too.</param>
/// <param name="WithTrace">Whether to show traces.</param>
internal sealed record VerifyOptions(IReadOnlyList<string> Paths, string Run, bool IsVerbose, bool WithTrace);
