namespace Bouncer.Webhook.Tests.Support;

/// <summary>Bodies of the size and shape that clusters send, kept beside the conformance cases and not in this repository.</summary>
internal static class RecordedBodies
{
    /// <summary>The folder; null where it is not there.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The bodies of one protocol, by file name.</summary>
    public static IReadOnlyList<string> Files(string prefix)
        => Folder is null ? [] : [.. Directory.GetFiles(Folder, prefix + "*.json").Order(StringComparer.Ordinal)];

    private static string? Find()
    {
        var conformance = Environment.GetEnvironmentVariable("CONFORMANCE_DIR");
        var folder = string.IsNullOrEmpty(conformance) ? null : Path.Combine(conformance, "..", "load", "payloads");
        return Directory.Exists(folder) ? folder : null;
    }
}
