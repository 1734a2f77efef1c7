using Bouncer.Images.Files;
using Bouncer.Images.Layout;
using Bouncer.Images.Sboms;

namespace Bouncer.Images;

/// <summary>Picks the files, writes the SBOM, writes the image.</summary>
internal static class ImageBuilder
{
    /// <summary>Builds <c>NAME.tar</c> and <c>NAME.cdx.json</c>.</summary>
    /// <exception cref="ImageException">Something that the image needs is not there.</exception>
    public static BuiltImage Build(ImageRecipe recipe, string output)
    {
        var system = SystemFiles.For(recipe.Program);
        var timeZones = recipe.TimeZones ? TimeZoneFiles.All() : [];
        var program = ImageFile.Of(recipe.Entrypoint, File.ReadAllBytes(recipe.Program), ImageFile.Executable);
        var packages = system.Concat(timeZones).Select(f => f.Origin).OfType<DebianPackage>().Distinct();
        var sbom = Sbom.Write(recipe, program.Content.Span, PublishedPackages.Read(recipe.Assets), packages);

        // What changes least comes first: layers that are the same are kept and fetched once.
        var layers = new List<Layer> { Layer.Of("the C library, OpenSSL, certificate authorities, a user", system) };
        if (recipe.TimeZones)
        {
            layers.Add(Layer.Of("time zones", timeZones));
        }

        layers.Add(Layer.Of($"{recipe.Name} {recipe.Version} and its SBOM", [program, ImageFile.Of(recipe.SbomPath, sbom)]));

        Directory.CreateDirectory(output);
        File.WriteAllBytes(Path.Combine(output, $"{recipe.Name}.cdx.json"), sbom);
        return ImageArchive.Write(Path.Combine(output, $"{recipe.Name}.tar"), recipe, layers);
    }
}
