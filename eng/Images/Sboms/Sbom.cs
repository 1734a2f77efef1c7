using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bouncer.Images.Files;

namespace Bouncer.Images.Sboms;

/// <summary>Says what an image is made of, by CycloneDX 1.6: the program with the NuGet packages in it, and the Debian
/// packages that the files beside it come from.</summary>
internal static class Sbom
{
    /// <summary>Writes the SBOM. Its serial number follows from what it says.</summary>
    /// <param name="recipe">The image.</param>
    /// <param name="program">The program.</param>
    /// <param name="packages">The packages in the program.</param>
    /// <param name="system">The packages beside it.</param>
    public static byte[] Write(ImageRecipe recipe, ReadOnlySpan<byte> program, PublishedPackages packages, IEnumerable<DebianPackage> system)
    {
        var debian = system.OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();
        var programRef = $"{recipe.Name}@{recipe.Version}";
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = Metadata(recipe),
            ["components"] = new JsonArray(
            [
                Component("application", programRef, recipe.Name, recipe.Version, SHA512.HashData(program)),
                .. packages.All.Select(Component),
                .. debian.Select(Component),
            ]),
            ["dependencies"] = new JsonArray(
            [
                DependsOn(ImageRef(recipe), [programRef, .. debian.Select(p => p.Purl)]),
                DependsOn(programRef, Purls(packages, packages.Direct)),
                .. packages.All.Select(p => DependsOn(Purl(p), Purls(packages, p.Dependencies))),
                .. debian.Select(p => DependsOn(p.Purl, [])),
            ]),
        };
        document.Insert(2, "serialNumber", $"urn:uuid:{Uuid(SHA256.HashData(JsonText.Compact(document)))}");
        return JsonText.Indented(document);
    }

    private static string ImageRef(ImageRecipe recipe) => $"image:{recipe.Name}@{recipe.Version}";

    private static string Purl(NuGetPackage package) => $"pkg:nuget/{package.Id}@{Uri.EscapeDataString(package.Version)}";

    private static IEnumerable<string> Purls(PublishedPackages packages, IReadOnlyList<string> ids)
        => packages.All.Where(p => ids.Contains(p.Id)).Select(Purl);

    private static JsonObject Metadata(ImageRecipe recipe) => new()
    {
        ["timestamp"] = recipe.Created.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["tools"] = new JsonObject { ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["name"] = "eng/Images" }) },
        ["component"] = new JsonObject
        {
            ["type"] = "container",
            ["bom-ref"] = ImageRef(recipe),
            ["name"] = recipe.Name,
            ["version"] = recipe.Version,
            ["description"] = recipe.Description,
            ["properties"] = new JsonArray(new JsonObject { ["name"] = "org.opencontainers.image.revision", ["value"] = recipe.Revision }),
        },
    };

    private static JsonObject Component(NuGetPackage package)
    {
        var component = Component("library", Purl(package), package.Id, package.Version, Convert.FromHexString(package.Sha512));
        if (package.Licence is { } licence)
        {
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = licence });
        }

        component["purl"] = Purl(package);
        return component;
    }

    // Nothing that Debian publishes about the package names its hash; its files lie in the image beside their licence.
    private static JsonObject Component(DebianPackage package) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = package.Purl,
        ["name"] = package.Name,
        ["version"] = package.Version,
        ["purl"] = package.Purl,
    };

    private static JsonObject Component(string type, string reference, string name, string version, byte[] sha512) => new()
    {
        ["type"] = type,
        ["bom-ref"] = reference,
        ["name"] = name,
        ["version"] = version,
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(sha512) }),
    };

    private static JsonObject DependsOn(string reference, IEnumerable<string> others)
        => new() { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. others.Select(o => JsonValue.Create(o))]) };

    // Version 8 of RFC 9562: the bits are our own.
    private static string Uuid(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
