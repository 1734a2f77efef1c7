using Bouncer.Cli.Objects;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Suites;
using Bouncer.Rego.Yaml;

namespace Bouncer.Cli.Test;

/// <summary>Does what <c>bouncer test</c> is asked to do: read everything, judge every object, print.</summary>
internal static class TestAction
{
    private static readonly ReviewOptions s_review = new() { EnforcementPoint = EnforcementPoints.Gator };

    public static int Run(TestOptions options, Terminal terminal)
    {
        var problems = new List<string>();
        var documents = ObjectFiles.Read(options.Files, terminal, problems);
        if (documents.Count == 0 && problems.Count == 0)
        {
            problems.Add("There is nothing to test. Name files or folders with -f, or pipe objects in.");
        }

        var set = ObjectSet.Of(documents);
        problems.AddRange(set.Problems);
        List<ObjectViolation> violations = [.. set.Review(s_review)];
        Print(violations, set, options, terminal);
        foreach (var warning in set.Warnings)
        {
            terminal.WriteError($"warning: {warning}");
        }

        problems.ForEach(terminal.WriteError);
        return problems.Count > 0 || violations.Any(v => Denies(v.Violation) || v.Violation.Error is not null) ? ExitCodes.Refused : ExitCodes.Allowed;
    }

    private static void Print(IReadOnlyList<ObjectViolation> violations, ObjectSet set, TestOptions options, Terminal terminal)
    {
        // The order of gator: by action and message, whatever object they are of.
        IReadOnlyList<TestResult> results =
        [
            .. violations.Where(v => !options.DenyOnly || Denies(v.Violation))
                .OrderBy(v => v.Violation.Constraint.Action.ToText(), StringComparer.Ordinal)
                .ThenBy(v => v.Violation.Message, StringComparer.Ordinal)
                .Select(v => new TestResult(v, options.WithTrace ? Trace(v, set) : null)),
        ];
        switch (options.Format)
        {
            case "json":
                StructuredText.WriteJson(StructuredReport.Of(results), terminal.Output);
                break;
            case "yaml":
                terminal.Output.Write(RegoYaml.Write(StructuredReport.Of(results)));
                break;
            default:
                LineReport.Write(results, terminal.Output);
                break;
        }
    }

    private static bool Denies(Violation violation) => violation.Actions.Contains(EnforcementAction.Deny);

    private static string? Trace(ObjectViolation violation, ObjectSet set)
        => set.Explain(violation.Object, s_review).First(e => ReferenceEquals(e.Constraint, violation.Violation.Constraint)).Trace;
}

/// <summary>A violation as it is printed.</summary>
/// <param name="Of">The violation with its object.</param>
/// <param name="Trace">How the Rego came to it; null if nobody asked.</param>
internal sealed record TestResult(ObjectViolation Of, string? Trace)
{
    public Violation Violation => Of.Violation;
}
