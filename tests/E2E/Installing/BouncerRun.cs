using System.Diagnostics;

namespace Bouncer.E2E.Installing;

/// <summary>The program <c>bouncer</c>, as people run it.</summary>
internal sealed record BouncerRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it to its end.</summary>
    public static Task<BouncerRun> OfAsync(params string[] arguments) => OfAsync(() => Task.CompletedTask, arguments);

    /// <summary>Runs it to its end, and does something meanwhile.</summary>
    public static async Task<BouncerRun> OfAsync(Func<Task> meanwhile, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "bouncer.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await meanwhile();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Checks the exit code; what was written says why it is another one.</summary>
    public BouncerRun Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
