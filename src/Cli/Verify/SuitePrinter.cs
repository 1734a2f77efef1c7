using System.Globalization;
using Bouncer.Constraints.Suites;

namespace Bouncer.Cli.Verify;

/// <summary>Prints what came of suites in the form of <c>gator verify</c>, which is that of <c>go test</c>.</summary>
internal sealed class SuitePrinter(TextWriter output, bool isVerbose)
{
    private const string CaseIndent = "    ";

    /// <summary>Prints a suite; one that could not be read has failed.</summary>
    public void Write(SuiteReading reading, SuiteResult? result)
    {
        foreach (var test in result?.Tests ?? [])
        {
            Write(test);
        }

        var hasFailed = result?.HasFailed ?? true;
        output.WriteLine(TerminalText.Of($"{(hasFailed ? "FAIL" : "ok")}\t{reading.File}\t{Text(result?.Time ?? TimeSpan.Zero)}{(result?.Suite.Skip ?? false ? "\t(skipped)" : "")}"));
        foreach (var problem in reading.Problems)
        {
            WriteLines("  ", problem);
        }
    }

    /// <summary>Prints what came of all together.</summary>
    public void WriteEnd(bool hasFailed) => output.WriteLine(hasFailed ? "FAIL" : "PASS");

    private void Write(SuiteTestResult result)
    {
        var name = result.Test.Name;
        if (!WriteStart("", name, result.Outcome))
        {
            return;
        }

        foreach (var @case in result.Cases)
        {
            Write(@case);
        }

        WriteOutcome("", name, result.HasFailed, result.Time, result.Outcome.Problem);
    }

    private void Write(SuiteCaseResult result)
    {
        var name = result.Case.Name;
        if (!WriteStart(CaseIndent, name, result.Outcome))
        {
            return;
        }

        WriteOutcome(CaseIndent, name, result.Outcome.Problem is not null, result.Time, result.Outcome.Problem);
        if (result.Trace is not null)
        {
            output.WriteLine(TerminalText.Of($"{(isVerbose ? CaseIndent + "--- " : "")}TRACE: {name}"));
            WriteLines(isVerbose ? CaseIndent + CaseIndent : "", result.Trace.TrimEnd());
        }
    }

    private bool WriteStart(string indent, string name, SuiteOutcome outcome)
    {
        if (isVerbose)
        {
            output.WriteLine(TerminalText.Of($"{indent}=== {(outcome.IsSkipped ? "SKIP  " : "RUN   ")}{name}"));
        }

        return !outcome.IsSkipped;
    }

    private void WriteOutcome(string indent, string name, bool hasFailed, TimeSpan time, string? problem)
    {
        if (hasFailed || isVerbose)
        {
            output.WriteLine(TerminalText.Of($"{indent}--- {(hasFailed ? "FAIL" : "PASS")}: {name}\t({Text(time)})"));
        }

        if (problem is not null)
        {
            WriteLines(indent.Length == 0 ? "  " : indent + CaseIndent, problem);
        }
    }

    private void WriteLines(string indent, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            output.WriteLine(TerminalText.Of(indent + line));
        }
    }

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F3}s");
}
