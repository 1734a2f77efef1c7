using System.Text;

namespace Bouncer.Fuzz;

/// <summary>The fuzzer finds what is there to be found.</summary>
public class MutationalFuzzerTests
{
    private static readonly FuzzTarget s_hidesABug = new("test", ThrowAtEqualsSign, ["a:b", "c:d"], ["=", ":"]);

    [Fact]
    public void InputThatThrows_IsFoundAndKept()
    {
        var run = new MutationalFuzzer(s_hidesABug, seed: 1).Run(1_000, TimeSpan.MaxValue);

        var (input, error) = Assert.Single(run.Failures);
        Assert.IsType<BrokenInvariantException>(error);
        Assert.Contains((byte)'=', input);
    }

    [Fact]
    public void SavedInput_IsTheInput()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var path = Inputs.SaveFailure(folder, [1, 2, 0]);

            Assert.Equal([1, 2, 0], File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void SameSeed_GivesTheSameInputs()
    {
        var (first, second, other) = (new Mutator(s_hidesABug, 5), new Mutator(s_hidesABug, 5), new Mutator(s_hidesABug, 6));
        var inputs = Take(first);

        Assert.Equal(inputs, Take(second));
        Assert.NotEqual(inputs, Take(other));
        Assert.True(inputs.Distinct().Count() > 50, "mutations hardly differ");
    }

    private static List<string> Take(Mutator mutator)
        => [.. Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(mutator.Next()))];

    private static void ThrowAtEqualsSign(ReadOnlySpan<byte> input)
        => Must.Hold(!Encoding.Latin1.GetString(input).Contains('=', StringComparison.Ordinal), "no equals sign");
}
