using System.CommandLine;
using Bouncer.Cli.Check;
using Bouncer.Cli.Doctor;
using Bouncer.Cli.Explain;
using Bouncer.Cli.Init;
using Bouncer.Cli.Test;
using Bouncer.Cli.Verify;
using Bouncer.ImagePolicy;

namespace Bouncer.Cli;

/// <summary>The command <c>bouncer</c> with its subcommands.</summary>
internal static class BouncerCommand
{
    /// <summary>Runs the command and answers its exit code (<see cref="ExitCodes"/>).</summary>
    public static int Run(string[] arguments, Terminal terminal)
    {
        var root = new RootCommand("Decides which container images may run in a Kubernetes cluster.")
        {
            CheckCommand.Create(terminal),
            TestCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            InitCommand.Create(terminal),
            DoctorCommand.Create(terminal),
        };

        // No response files: an argument that starts with @ is a mistyped image and not a file to read.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error });
        }

        foreach (var message in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            terminal.Error.WriteLine(Printable.Text(message));
        }

        var command = parsed.CommandResult.Command;
        terminal.Error.WriteLine($"See {(command == root ? "bouncer" : $"bouncer {command.Name}")} --help.");
        return ExitCodes.Wrong;
    }
}
