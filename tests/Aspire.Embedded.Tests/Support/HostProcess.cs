using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Bouncer.Aspire.Embedded.Tests.Support;

/// <summary>The test AppHost as a process of its own, to be ended in every way there is.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private HostProcess(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SHELL"] = "/bin/sh"; // Not whatever the user of the tests has.
        _process = Process.Start(start)!;
    }

    public static string AppHostAssembly { get; } = typeof(Projects.Aspire_Embedded_TestApp).Assembly.Location;

    /// <summary>Debug or Release, as these tests were built.</summary>
    private static string BuildConfiguration { get; } =
        typeof(HostProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public int Id => _process.Id;

    public string Output => _output.ToString();

    public static HostProcess Direct() => new("dotnet", [AppHostAssembly]);

    public static HostProcess ByDotnetRun()
        => new("dotnet", ["run", "--no-build", "-c", BuildConfiguration, "--project", Projects.Aspire_Embedded_TestApp.ProjectPath]);

    /// <summary>In a terminal of its own, whose keyboard is <see cref="Type"/>.</summary>
    /// <remarks>
    /// `script` starts the command by $SHELL. Some shells replace themselves with a lone command and some do not; one that
    /// stayed would get the Ctrl-C too, and end with 130. Hence the `exec`.
    /// </remarks>
    public static HostProcess InTerminal() => new("script", ["-qefc", $"exec dotnet {AppHostAssembly}", "/dev/null"]);

    /// <summary>Reads what the AppHost writes until a line has a text in it.</summary>
    public async Task ReadUntilAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestApplication.Deadline) is { } line)
        {
            _output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The AppHost ended without writing '{text}'. It wrote:\n{Output}");
    }

    /// <summary>Reads the rest, and waits for the end.</summary>
    public async Task<int> WaitForExitAsync()
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync(TestApplication.Deadline));
        await _process.WaitForExitAsync(TestApplication.Deadline);
        return _process.ExitCode;
    }

    /// <summary>The AppHost's resources, their guards, whatever stands between them and this process, and what the shell started: that
    /// is a second shell for a moment.</summary>
    public async Task<IReadOnlyList<ProcessEntry>> FamilyAsync()
    {
        while (true)
        {
            var family = ProcessTree.DescendantsOf(_process.Id);
            if (family.Any(p => p.CommandLine == "sleep 1000"))
            {
                return family;
            }

            await Task.Delay(20, TestApplication.Deadline);
        }
    }

    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
