using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>The parser and an independent reading of the same grammar agree.</summary>
public class DifferentialTests
{
    private const int Inputs = 120_000;

    [Fact]
    public void ParserAndOracle_AgreeOnEveryInput()
    {
        var texts = new ReferenceTexts(seed: 20_261);
        var accepted = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var text = texts.Next();
            var expected = ReferenceOracle.Parse(text);
            var actual = ImageReference.TryParse(text, out var reference, out _) ? Parts(reference) : null;

            if (expected != actual)
            {
                Assert.Fail($"{Printable.Quoted(text)}: the oracle says {expected?.ToString() ?? "no"}, the parser {actual?.ToString() ?? "no"}");
            }

            accepted += expected is null ? 0 : 1;
        }

        // Inputs of one kind alone would prove nothing.
        Assert.InRange(accepted, Inputs / 4, Inputs * 3 / 4);
    }

    private static OracleReference Parts(ImageReference reference)
        => new(reference.Registry.ToString(), reference.Repository.ToString(), reference.Tag.ToString(), reference.Digest.ToString());
}
