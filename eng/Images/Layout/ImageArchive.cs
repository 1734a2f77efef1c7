using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace Bouncer.Images.Layout;

/// <summary>An image as one file: an OCI image layout, with the one document more by which <c>docker load</c> finds its
/// way.</summary>
internal static class ImageArchive
{
    /// <summary>Writes the archive.</summary>
    public static BuiltImage Write(string path, ImageRecipe recipe, IReadOnlyList<Layer> layers)
    {
        var config = ImageConfig.Config(recipe, layers);
        var manifest = ImageConfig.Manifest(config, layers);
        Blob[] blobs = [config, manifest, .. layers.Select(l => l.Blob)];

        using (var file = File.Create(path))
        using (var tar = new TarWriter(file, TarEntryFormat.Ustar))
        {
            Add(tar, "oci-layout", new JsonObject { ["imageLayoutVersion"] = "1.0.0" });
            Add(tar, "index.json", Index(recipe, manifest));
            Add(tar, "manifest.json", DockerManifest(recipe, config, layers));
            foreach (var blob in blobs.DistinctBy(b => b.Digest).OrderBy(b => b.Digest, StringComparer.Ordinal))
            {
                Add(tar, blob.Path, blob.Content);
            }
        }

        return new(path, recipe.Tags, manifest.Digest, blobs.Sum(b => (long)b.Content.Length), layers.Sum(l => l.UnpackedSize));
    }

    // A name stands in one annotation for containerd and in another, by the specification, for everybody else.
    private static JsonObject Index(ImageRecipe recipe, Blob manifest)
    {
        var named = recipe.Tags.Select(tag =>
        {
            var descriptor = manifest.Descriptor();
            descriptor["annotations"] = new JsonObject
            {
                ["io.containerd.image.name"] = tag,
                ["org.opencontainers.image.ref.name"] = tag[(tag.LastIndexOf(':') + 1)..],
            };
            return descriptor;
        });
        return new() { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.Index, ["manifests"] = new JsonArray([.. named]) };
    }

    private static JsonArray DockerManifest(ImageRecipe recipe, Blob config, IReadOnlyList<Layer> layers) =>
    [
        new JsonObject
        {
            ["Config"] = config.Path,
            ["RepoTags"] = new JsonArray([.. recipe.Tags.Select(tag => JsonValue.Create(tag))]),
            ["Layers"] = new JsonArray([.. layers.Select(l => JsonValue.Create(l.Blob.Path))]),
        },
    ];

    private static void Add(TarWriter tar, string path, JsonNode document) => Add(tar, path, JsonText.Compact(document));

    private static void Add(TarWriter tar, string path, byte[] content)
    {
        using var data = new MemoryStream(content);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch });
    }
}
