using System.Diagnostics;
using System.Globalization;

namespace Bouncer.AppHost.Tests;

/// <summary>How eng/Aspire.props finds out which host runs the AppHost.</summary>
public sealed class UseAspireTests : IDisposable
{
    private static readonly string Properties = Path.Combine(Projects.AppHost.ProjectPath, "../../eng/Aspire.props");

    private static readonly string AspireVersion = File.ReadLines(Properties)
        .Select(line => line.Trim())
        .Single(line => line.StartsWith("<AspireVersion>", StringComparison.Ordinal))["<AspireVersion>".Length..^"</AspireVersion>".Length];

    private readonly DirectoryInfo _packages = Directory.CreateTempSubdirectory();
    private readonly DirectoryInfo _answers = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        _packages.Delete(recursive: true);
        _answers.Delete(recursive: true);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task GivenAnswer_Counts_AndNobodyIsAsked(string given)
    {
        Assert.Equal(given, await EvaluateAsync("UseAspire", useAspire: given));
        Assert.Equal($"UseAspire={given} was given", await EvaluateAsync("UseAspireReason", useAspire: given));
        Assert.Equal("", await EvaluateAsync("AskForAspire", useAspire: given));
    }

    [Fact]
    public async Task PackageThatIsThere_IsUsed()
    {
        var package = _packages.CreateSubdirectory(Path.Combine("aspire.apphost.sdk", AspireVersion));
        Assert.Equal("false", await EvaluateAsync("UseAspire")); // NuGet has not finished yet.

        File.WriteAllText(Path.Combine(package.FullName, ".nupkg.metadata"), "");


        Assert.Equal("true", await EvaluateAsync("UseAspire"));
        Assert.Equal("false", await EvaluateAsync("AskForAspire"));
    }

    [Fact]
    public async Task PackageThatIsNotThere_IsAskedFor()
    {
        Assert.Equal("false", await EvaluateAsync("UseAspire"));
        Assert.Equal("true", await EvaluateAsync("AskForAspire"));
    }

    [Theory]
    [InlineData(-1, "false")] // A clock was put back.
    [InlineData(23, "false")]
    [InlineData(25, "true")]
    public async Task NegativeAnswer_IsKeptForADay(int hours, string asked)
    {
        await WriteAnswerAsync(_answers, TimeSpan.FromHours(hours));

        Assert.Equal("false", await EvaluateAsync("UseAspire"));
        Assert.Equal(asked, await EvaluateAsync("AskForAspire"));
    }

    /// <summary>An answer of this very moment, as a build of a fresh clone finds it: its age in hours, 2E-05, was no number to
    /// MSBuild once. How long it takes to look is not known, so it looks at several at once.</summary>
    [Fact]
    public async Task NegativeAnswerOfThisMoment_IsKept()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            var answers = _answers.CreateSubdirectory(i.ToString(CultureInfo.InvariantCulture));
            await WriteAnswerAsync(answers, age: TimeSpan.FromSeconds(-0.5 * i));
            return await EvaluateAsync("AskForAspire", answers: answers);
        }));

        Assert.All(asked, answer => Assert.Equal("false", answer));
    }

    private static async Task WriteAnswerAsync(DirectoryInfo answers, TimeSpan age)
    {
        var file = Path.Combine(answers.FullName, $"{AspireVersion}.not-found");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, (TimeProvider.System.GetUtcNow() - age).UtcDateTime);
    }

    private async Task<string> EvaluateAsync(string property, string? useAspire = null, DirectoryInfo? answers = null)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Properties, $"-getProperty:{property}"]) { RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = _packages.FullName;
        start.Environment["AspireAnswers"] = (answers ?? _answers).FullName;
        start.Environment["UseAspire"] = useAspire;

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
