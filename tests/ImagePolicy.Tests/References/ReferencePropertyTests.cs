using Bouncer.ImagePolicy.References;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>What holds for every text, whoever wrote it.</summary>
public class ReferencePropertyTests
{
    [Property(MaxTest = 2_000, Arbitrary = [typeof(NearReferences)])]
    public void NormalForm_ParsesToItself(string text)
    {
        if (!ImageReference.TryParse(text, out var reference, out _))
        {
            return;
        }

        var normal = reference.ToString();
        var again = ImageReference.Parse(normal);

        Assert.Equal(normal, again.ToString());
        Assert.Equal(reference.Registry, again.Registry);
        Assert.Equal(reference.Repository, again.Repository);
        Assert.Equal(reference.ResolvedTag, again.ResolvedTag);
        Assert.Equal(reference.Digest, again.Digest);
        Assert.True(again.HasRegistry && (again.HasTag || again.HasDigest));
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(NearReferences)])]
    public void WhatIsAccepted_IsPrintableAsciiWithoutSpaces(string text)
    {
        if (ImageReference.TryParse(text, out var reference, out _))
        {
            Assert.All(reference.ToString(), c => Assert.InRange(c, '!', '~'));
            Assert.All(reference.AsWritten, c => Assert.InRange(c, '!', '~'));
        }
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(NearReferences)])]
    public void Refusal_PointsIntoTheTextInPrintableWords(string text)
    {
        if (!ImageReference.TryParse(text, out _, out var error))
        {
            Assert.InRange(error.Position, 0, text.Length);
            Assert.All(error.Message, c => Assert.InRange(c, ' ', '~'));
            Assert.InRange(error.Message.Length, 1, 200);
        }
    }

    [Property(MaxTest = 5_000)]
    public void AnyTextAtAll_IsAcceptedOrRefusedWithoutAnException(string? text)
    {
        var accepted = ImageReference.TryParse(text ?? "", out var reference, out var error);

        Assert.Equal(accepted, reference is not null);
        Assert.Equal(accepted, error is null);
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(NearReferences)])]
    public void CaseOfTheHost_ChangesNothing(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && ImageReference.TryParse(text, out var reference, out _) && reference.HasRegistry)
        {
            var shouted = string.Concat(text[..slash].ToUpperInvariant(), text.AsSpan(slash));
            Assert.Equal(reference.ToString(), ImageReference.Parse(shouted).ToString());
        }
    }

    private static class NearReferences
    {
        public static Arbitrary<string> Texts()
            => Gen.Choose(0, int.MaxValue).Select(seed => new ReferenceTexts(seed).Next()).ToArbitrary();
    }
}
