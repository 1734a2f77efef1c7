using Bouncer.Constraints.Objects;

namespace Bouncer.Cli.Test;

/// <summary>Prints a line for each violation, in the form of <c>gator test</c>; nothing if there are none.</summary>
internal static class LineReport
{
    public static void Write(IReadOnlyList<TestResult> results, TextWriter output)
    {
        foreach (var result in results)
        {
            var found = ReviewedObject.Of(result.Of.Object.Document);
            var name = found.Namespace.Length == 0 ? found.Name : $"{found.Namespace}/{found.Name}";
            output.WriteLine(TerminalText.Of($"{found.Kind.ApiVersion}/{found.Kind.Kind} {name}: [{TerminalText.Quoted(result.Violation.Constraint.Name)}] Message: {TerminalText.Quoted(result.Violation.Message)}"));
            if (result.Trace is not null)
            {
                output.WriteLine(TerminalText.Of($"Trace: {result.Trace.TrimEnd()}"));
            }
        }
    }
}
