using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

internal static class Refusal
{
    /// <summary>The error of a text that must not be a reference.</summary>
    public static ImageReferenceError Of(string text)
    {
        Assert.False(ImageReference.TryParse(text, out var reference, out var error), $"{Printable.Quoted(text)} was taken for {reference}");
        return error;
    }
}
