using System.Diagnostics;

namespace Bouncer.AppHost.Tests;

/// <summary>How eng/Aspire.props finds out which host runs the AppHost.</summary>
public sealed class UseAspireTests : IDisposable
{
    private static readonly string Properties = Path.Combine(Projects.AppHost.ProjectPath, "../../eng/Aspire.props");

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
        var package = _packages.CreateSubdirectory(Path.Combine("aspire.apphost.sdk", await EvaluateAsync("AspireVersion")));
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
    [InlineData(23, "false")]
    [InlineData(25, "true")]
    public async Task NegativeAnswer_IsKeptForADay(int hours, string asked)
    {
        var answer = Path.Combine(_answers.FullName, $"{await EvaluateAsync("AspireVersion")}.not-found");
        await File.WriteAllTextAsync(answer, "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(answer, (TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(hours)).UtcDateTime);

        Assert.Equal("false", await EvaluateAsync("UseAspire"));
        Assert.Equal(asked, await EvaluateAsync("AskForAspire"));
    }

    private async Task<string> EvaluateAsync(string property, string? useAspire = null)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Properties, $"-getProperty:{property}"]) { RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = _packages.FullName;
        start.Environment["AspireAnswers"] = _answers.FullName;
        start.Environment["UseAspire"] = useAspire;

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
