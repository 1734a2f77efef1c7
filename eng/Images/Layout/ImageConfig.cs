using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Bouncer.Images.Files;

namespace Bouncer.Images.Layout;

/// <summary>The documents of one image: how it is run, and what it consists of.</summary>
internal static class ImageConfig
{
    /// <summary>How it is run: "image configuration" in the specification.</summary>
    public static Blob Config(ImageRecipe recipe, IReadOnlyList<Layer> layers)
    {
        var created = recipe.Created.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Blob.Of(MediaTypes.Config, new()
        {
            ["created"] = created,
            ["architecture"] = Architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["User"] = SystemFiles.User,
                ["Env"] = new JsonArray("PATH=/usr/bin", $"SSL_CERT_FILE={SystemFiles.Authorities}"),
                ["Entrypoint"] = new JsonArray(recipe.Entrypoint),
                ["WorkingDir"] = "/",
                ["Labels"] = new JsonObject
                {
                    ["org.opencontainers.image.created"] = created,
                    ["org.opencontainers.image.description"] = recipe.Description,
                    ["org.opencontainers.image.revision"] = recipe.Revision,
                    ["org.opencontainers.image.title"] = recipe.Name,
                    ["org.opencontainers.image.version"] = recipe.Version,
                },
            },
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(l => JsonValue.Create(l.DiffId))]),
            },
            ["history"] = new JsonArray(
            [
                .. layers.Select(l => new JsonObject { ["created"] = created, ["created_by"] = "eng/images.sh", ["comment"] = l.Summary }),
            ]),
        });
    }

    /// <summary>What it consists of: "image manifest" in the specification.</summary>
    public static Blob Manifest(Blob config, IReadOnlyList<Layer> layers) => Blob.Of(MediaTypes.Manifest, new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.Manifest,
        ["config"] = config.Descriptor(),
        ["layers"] = new JsonArray([.. layers.Select(l => l.Blob.Descriptor())]),
    });

    // By Go's name; a program is compiled for the machine that it is compiled on.
    private static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => throw new ImageException($"Images are built on x64 and arm64; this machine is {other}."),
    };
}
