using System.CommandLine;
using Bouncer.Constraints.Enforcement;

namespace Bouncer.Cli.Explain;

/// <summary><c>bouncer explain</c>: says what each constraint makes of an object, and why.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = Arguments.ObjectFiles();
        var point = new Option<string>("--enforcement-point")
        {
            Description = "Where the objects come by. Scoped constraints are enforced at some places only, templates may name operations for the webhook.",
            HelpName = "name",
            DefaultValueFactory = _ => EnforcementPoints.Webhook,
        };
        var output = new Option<string>("--output", "-o") { Description = "How to print the explanation.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        point.Validators.Add(Arguments.OneOf("--enforcement-point", EnforcementPoints.Webhook, EnforcementPoints.Audit, EnforcementPoints.Gator));
        output.Validators.Add(Arguments.OneOf("--output", "text", "json"));

        var command = new Command("explain", "Says of each object what each constraint makes of it: whether it matches and why not, where it is enforced, what it finds, and how its Rego was evaluated. Exit code 0: it is explained, whatever is denied; 1: a file is wrong, so that not everything is; 2: the command line is wrong.")
        {
            files, point, output,
        };
        command.SetAction(parsed => ExplainAction.Run(
            new ExplainOptions(parsed.GetValue(files) ?? [], parsed.GetValue(point)!, parsed.GetValue(output) == "json"),
            terminal));
        return command;
    }
}

/// <summary>What <c>bouncer explain</c> is asked to do.</summary>
/// <param name="Files">Files and folders.</param>
/// <param name="EnforcementPoint">Where the objects come by.</param>
/// <param name="IsJson">Whether to print JSON.</param>
internal sealed record ExplainOptions(IReadOnlyList<string> Files, string EnforcementPoint, bool IsJson);
