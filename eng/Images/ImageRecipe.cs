namespace Bouncer.Images;

/// <summary>What an image is built from. The same recipe and the same files give the same bytes.</summary>
/// <param name="Program">The path of the native program.</param>
/// <param name="Assets">The path of the <c>project.assets.json</c> that it was published with.</param>
/// <param name="Description">One sentence on the program.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Revision">The commit that it was built from.</param>
/// <param name="Created">The time that stands for that of the build.</param>
/// <param name="TimeZones">Whether the program needs time zones.</param>
internal sealed record ImageRecipe(
    string Program, string Assets, string Description, string Version, string Revision, DateTimeOffset Created, bool TimeZones)
{
    /// <summary>The image's name.</summary>
    public string Name => Path.GetFileName(Program);

    /// <summary>Where the program is in the image.</summary>
    public string Entrypoint => $"/usr/bin/{Name}";

    /// <summary>Where the SBOM is in the image. Nothing else there tells a scanner what the program is made of.</summary>
    public string SbomPath => $"/usr/share/sbom/{Name}.cdx.json";

    /// <summary>The names of the image: the version's, and the one that <c>deploy/overlays/development</c> asks for.</summary>
    public IReadOnlyList<string> Tags => [$"localhost/{Name}:{Version}", $"localhost/{Name}:dev"];
}
