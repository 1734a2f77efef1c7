namespace Bouncer.Images.Files;

/// <summary>The time zones that programs look up by name.</summary>
internal static class TimeZoneFiles
{
    private const string Folder = "/usr/share/zoneinfo/";

    /// <summary>All of them but those with leap seconds and the second copy without.</summary>
    /// <exception cref="ImageException">They are not installed.</exception>
    public static IReadOnlyList<ImageFile> All()
    {
        var package = DebianPackage.Named("tzdata");
        var zones = package.Paths()
            .Where(p => p.StartsWith(Folder, StringComparison.Ordinal) && p[Folder.Length..].Split('/')[0] is not ("right" or "posix") && File.Exists(p))
            .Select(path => Zone(path, package))
            .OfType<ImageFile>()
            .ToArray();
        return [.. zones, .. Licences.Of(zones)];
    }

    // Another name of a zone is a link beside it. A link to elsewhere, such as localtime, tells of this machine alone.
    private static ImageFile? Zone(string path, DebianPackage package) => new FileInfo(path).LinkTarget switch
    {
        null => ImageFile.Copy(path, package),
        ['/', ..] => null,
        var target => ImageFile.Link(path, target) with { Origin = package },
    };
}
