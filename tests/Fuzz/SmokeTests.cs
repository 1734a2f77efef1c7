namespace Bouncer.Fuzz;

/// <summary>A few thousand inputs for every target, always the same ones.</summary>
public class SmokeTests
{
    private const int Inputs = 5_000;

    public static IEnumerable<TheoryDataRow<string>> Targets => FuzzTarget.All.Select(t => new TheoryDataRow<string>(t.Name));

    [Theory]
    [MemberData(nameof(Targets))]
    public void MutatedSeeds_BreakNothing(string target)
    {
        var run = new MutationalFuzzer(FuzzTarget.Find(target)!, seed: 7).Run(Inputs, TimeSpan.MaxValue);

        Assert.Equal(Inputs, run.Executions);
        Assert.Empty(run.Failures.Select(f => $"{f.Error.GetType().Name}: {f.Error.Message} for {Convert.ToBase64String(f.Input)}\n{f.Error.StackTrace}"));
    }
}
