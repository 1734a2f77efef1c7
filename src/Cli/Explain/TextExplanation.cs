using Bouncer.Constraints.Enforcement;

namespace Bouncer.Cli.Explain;

/// <summary>Prints explanations for people: object by object, constraint by constraint.</summary>
internal static class TextExplanation
{
    public static void Write(IReadOnlyList<ExplainedObject> objects, TextWriter output)
    {
        for (var i = 0; i < objects.Count; i++)
        {
            var source = objects[i].Object.Source;
            WriteLines(output, "", (i == 0 ? "" : "\n") + $"{source.Label} ({source.Place})");
            if (objects[i].Constraints.Count == 0)
            {
                WriteLines(output, "  ", "there are no constraints");
            }

            foreach (var explained in objects[i].Constraints)
            {
                Write(explained, output);
            }
        }
    }

    private static void Write(Explained explained, TextWriter output)
    {
        var explanation = explained.Explanation;
        var undecided = explained.IsUndecided ? ", since it could not be decided" : "";
        WriteLines(output, "  ", $"{explained.Constraint}: {explained.Verdict}{undecided}");
        if (explanation.Reason is { } reason)
        {
            WriteLines(output, "    ", reason);
        }

        if (explanation.IsMatch)
        {
            WriteLines(output, "    ", $"enforced: {Enforcement(explained)}");
        }

        foreach (var violation in explanation.Violations)
        {
            WriteLines(output, "    ", $"{(violation.Error is null ? "violation" : "error")}: {violation.Message}");
        }

        if (explanation.Trace is { } trace)
        {
            WriteLines(output, "    ", "trace:");
            WriteLines(output, "      ", trace.TrimEnd());
        }
    }

    private static string Enforcement(Explained explained)
        => explained.Constraint.Action == EnforcementAction.Scoped
            ? string.Join("; ", explained.Enforcement.Select(e => e.Actions.Count == 0 ? $"not at {e.Point}" : $"{string.Join(" and ", e.Actions)} at {e.Point}"))
            : $"{explained.Constraint.Action.ToText()} everywhere";

    private static void WriteLines(TextWriter output, string indent, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? "" : TerminalText.Of(indent + line));
        }
    }
}
