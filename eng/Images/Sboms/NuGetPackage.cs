using System.Xml.Linq;

namespace Bouncer.Images.Sboms;

/// <summary>A NuGet package that is part of a program.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">The SHA-512 of the package as it was downloaded; hexadecimal.</param>
/// <param name="Licence">Its licence, an SPDX expression; null if it names none.</param>
/// <param name="Dependencies">The names of the packages that it needs, those that are no part of the program among them.</param>
internal sealed record NuGetPackage(string Id, string Version, string Sha512, string? Licence, IReadOnlyList<string> Dependencies)
{
    /// <summary>Reads what NuGet keeps of a package.</summary>
    /// <param name="packages">NuGet's folder of packages.</param>
    /// <param name="id">The package's name.</param>
    /// <param name="version">The package's version.</param>
    /// <param name="dependencies">The names of the packages that it needs.</param>
    /// <exception cref="ImageException">It is not there.</exception>
    public static NuGetPackage Read(string packages, string id, string version, IReadOnlyList<string> dependencies)
    {
        var (name, folder) = (id.ToLowerInvariant(), Path.Combine(packages, id.ToLowerInvariant(), version.ToLowerInvariant()));
        try
        {
            var hash = File.ReadAllText(Path.Combine(folder, $"{name}.{version.ToLowerInvariant()}.nupkg.sha512"));
            var licence = XDocument.Load(Path.Combine(folder, $"{name}.nuspec")).Descendants()
                .SingleOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression");
            return new(id, version, Convert.ToHexStringLower(Convert.FromBase64String(hash)), licence?.Value, dependencies);
        }
        catch (IOException e)
        {
            throw new ImageException($"The package {id} {version} is not as NuGet leaves it: {e.Message} Delete {folder} and publish again.");
        }
    }
}
