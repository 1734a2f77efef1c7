using Bouncer.Cli;

namespace Bouncer.E2E.Installing;

/// <summary>A run of the command <c>bouncer</c> in this process; the walk-through runs the program.</summary>
internal sealed record BouncerRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it to its end.</summary>
    public static Task<BouncerRun> OfAsync(params string[] arguments) => OfAsync(() => Task.CompletedTask, arguments);

    /// <summary>Runs it to its end, and does something meanwhile.</summary>
    public static async Task<BouncerRun> OfAsync(Func<Task> meanwhile, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, () => Stream.Null, IsPipedInto: false, IsColourful: false);
        var run = Task.Run(() => BouncerCommand.Run(arguments, terminal));
        await meanwhile();
        var exitCode = await run.WaitAsync(TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Checks the exit code; what was written says why it is another one.</summary>
    public BouncerRun Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
