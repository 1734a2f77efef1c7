namespace Bouncer.AppHost;

/// <summary>Text for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>Quotes an argument, whatever is inside.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
