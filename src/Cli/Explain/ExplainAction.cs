using Bouncer.Cli.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Suites;

namespace Bouncer.Cli.Explain;

/// <summary>Does what <c>bouncer explain</c> is asked to do: read everything, ask each constraint about each object, print.</summary>
internal static class ExplainAction
{
    public static int Run(ExplainOptions options, Terminal terminal)
    {
        var problems = new List<string>();
        var documents = ObjectFiles.Read(options.Files, terminal, problems);
        var set = ObjectSet.Of(documents);
        problems.AddRange(set.Problems);
        var review = new ReviewOptions { EnforcementPoint = options.EnforcementPoint };
        List<ExplainedObject> objects =
        [
            .. set.Objects.Where(o => !o.IsPolicy).Select(o => new ExplainedObject(o, [.. set.Explain(o, review).Select(e => new Explained(e))])),
        ];
        if (objects.Count == 0 && problems.Count == 0)
        {
            problems.Add("There is no object to explain. Name its file with -f, beside those of templates and constraints.");
        }

        if (options.IsJson)
        {
            StructuredText.WriteJson(JsonExplanation.Of(objects), terminal.Output);
        }
        else
        {
            TextExplanation.Write(objects, terminal.Output);
        }

        foreach (var warning in set.Warnings)
        {
            terminal.WriteError($"warning: {warning}");
        }

        problems.ForEach(terminal.WriteError);
        return problems.Count > 0 ? ExitCodes.Refused : ExitCodes.Allowed;
    }
}
