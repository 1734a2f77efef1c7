namespace Bouncer.Images.Files;

/// <summary>A Debian package that is installed here.</summary>
/// <param name="Name">Its name, such as <c>libc6</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture, such as <c>amd64</c> or <c>all</c>.</param>
/// <param name="Source">The package that it is built from, such as <c>glibc</c>: security advisories go by that name.</param>
internal sealed record DebianPackage(string Name, string Version, string Architecture, string Source)
{
    private const string Format = "${Package} ${Version} ${Architecture} ${source:Package}\n";

    private static readonly Dictionary<string, string> s_distribution = File.ReadLines("/etc/os-release")
        .Select(line => line.Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1].Trim('"'));

    /// <summary>Its package URL.</summary>
    public string Purl
    {
        get
        {
            var (id, version) = (s_distribution["ID"], s_distribution.GetValueOrDefault("VERSION_ID", "unstable"));
            return $"pkg:deb/{id}/{Name}@{Uri.EscapeDataString(Version)}?arch={Architecture}&distro={id}-{version}&upstream={Source}";
        }
    }

    /// <summary>The path of its licence; Debian's rules ask for one in every package.</summary>
    public string Copyright => $"/usr/share/doc/{Name}/copyright";

    /// <summary>A package by its name.</summary>
    /// <exception cref="ImageException">It is not installed.</exception>
    public static DebianPackage Named(string name)
    {
        var line = Command.TryRun("dpkg-query", "--show", $"--showformat={Format}", name)
            ?? throw new ImageException($"The Debian package {name} is not installed. Install it: apt install {name.Split(':')[0]}");
        return line.Split('\n')[0].Split(' ') is [var package, var version, var architecture, var source]
            ? new(package, version, architecture, source)
            : throw new ImageException($"dpkg-query tells of {name}: \"{line}\". It should be name, version, architecture and source.");
    }

    /// <summary>The package that a file belongs to.</summary>
    /// <exception cref="ImageException">It belongs to none.</exception>
    public static DebianPackage OwnerOf(string path)
    {
        // Since /lib is a link to /usr/lib, a package may know its files by either name.
        var other = path.StartsWith("/usr/", StringComparison.Ordinal) ? path[4..] : "/usr" + path;
        var line = Command.TryRun("dpkg-query", "--search", path) ?? Command.TryRun("dpkg-query", "--search", other)
            ?? throw new ImageException($"{path} is in no Debian package, so an SBOM cannot say where it is from. Build images on Debian or one of its descendants.");
        var owner = line.Split('\n')[0];
        return Named(owner[..owner.LastIndexOf(": ", StringComparison.Ordinal)]);
    }

    /// <summary>The paths of its files and folders, as it came: what was added here later is not among them.</summary>
    public IEnumerable<string> Paths()
        => Command.Run("dpkg-query", "--listfiles", Name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
