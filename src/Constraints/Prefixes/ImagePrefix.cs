namespace Bouncer.Constraints.Prefixes;

/// <summary>Where an image's name may be cut: <c>registry[:port]/path/path[:tag][@digest]</c>.</summary>
internal static class ImagePrefix
{
    /// <summary>Whether an image begins with an entry and goes on within the same part of its name, so that the entry says less than it
    /// seems to.</summary>
    public static bool EndsWithinPart(string entry, string image)
        => image.Length > entry.Length && image.StartsWith(entry, StringComparison.Ordinal) && !IsBoundary(entry, image[entry.Length]);

    /// <summary>Whether an entry can only end where a part ends, whatever image begins with it.</summary>
    public static bool IsBounded(string entry) => entry.Length == 0 || entry[^1] is '/' or ':' or '@' || entry.Contains('@', StringComparison.Ordinal);

    /// <summary>What the entry means if it ends with its part.</summary>
    public static IEnumerable<string> Bounded(string entry)
        => entry.Contains('/', StringComparison.Ordinal) ? [entry + "/", entry + ":", entry + "@"] : [entry + "/"];

    // Behind a name without a slash a colon begins a port: docker.io:5000 is another registry.
    private static bool IsBoundary(string entry, char next)
        => IsBounded(entry) || next is '/' or '@' || (next == ':' && entry.Contains('/', StringComparison.Ordinal));
}
