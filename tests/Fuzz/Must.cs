namespace Bouncer.Fuzz;

/// <summary>What has to hold for every input.</summary>
internal static class Must
{
    public static void Hold(bool condition, string what)
    {
        if (!condition)
        {
            throw new BrokenInvariantException(what);
        }
    }

    /// <summary>A text that people read on a terminal or in a log.</summary>
    public static void BePrintable(string? text)
        => Hold(!string.IsNullOrEmpty(text) && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0, $"printable: {text}");
}

/// <summary>An input for which something does not hold that must hold for all.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
