namespace Bouncer.Rego.Conformance;

/// <summary>All cases of the suites, held against the lists that are checked in.</summary>
public class SuiteTests(ITestOutputHelper output)
{
    private const string Update = "UPDATE_CONFORMANCE";

    [Theory]
    [InlineData("opa-v1")]
    [InlineData("opa-v0")]
    [InlineData("gatekeeper-rego")]
    public void Cases_PassAsListed(string suite)
    {
        var folder = Path.Combine(Suites.Cases, suite);
        Assert.SkipUnless(Directory.Exists(folder), $"There is no folder {folder}. Set CONFORMANCE_DIR to the folder of the cases.");

        CaseResult[] results = [.. CaseReader.ReadFolder(folder).Select(CaseRunner.Run)];
        Assert.NotEmpty(results);
        using var report = new StringWriter();
        Report.Write(report, results, withFailures: false);
        output.WriteLine(report.ToString());

        var ratchet = new Ratchet(suite);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            ratchet.Update(results);
        }

        var problems = ratchet.Compare(results);
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(20))
            + $"\n{problems.Count} differences from the lists in tests/Rego.Conformance/Lists. If they are meant: {Update}=1 dotnet run --project tests/Rego.Conformance, then give each new line of the gaps its reason.");
    }
}
