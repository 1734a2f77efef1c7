using System.Security.Cryptography;
using System.Text.Json;
using Bouncer.Images.Tests.Support;

namespace Bouncer.Images.Tests.Layout;

/// <summary>Archives keep to the OCI image specification (image-layout.md, manifest.md, config.md, layer.md).</summary>
public sealed class LayoutTests
{
    public static TheoryData<string> Services => Service.All;

    [Theory]
    [MemberData(nameof(Services))]
    public void Descriptors_SayWhatBlobsAre(string name)
    {
        var image = Service.Named(name).Image();
        Assert.Equal("1.0.0", image.Document("oci-layout").GetProperty("imageLayoutVersion").GetString());
        AssertDocument(image.Index, "application/vnd.oci.image.index.v1+json");
        AssertDocument(image.Manifest, "application/vnd.oci.image.manifest.v1+json");

        var manifests = image.Index.GetProperty("manifests").EnumerateArray().ToArray();
        var layers = image.Manifest.GetProperty("layers").EnumerateArray().ToArray();
        Assert.All(manifests, m => AssertBlob(image, m, "application/vnd.oci.image.manifest.v1+json"));
        Assert.All(layers, l => AssertBlob(image, l, "application/vnd.oci.image.layer.v1.tar+gzip"));
        AssertBlob(image, image.Manifest.GetProperty("config"), "application/vnd.oci.image.config.v1+json");

        var descriptors = manifests.Concat(layers).Append(image.Manifest.GetProperty("config"));
        Assert.Equal(descriptors.Select(Image.PathOf).Distinct().Order(StringComparer.Ordinal), image.Blobs.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Config_NamesEachLayerNotCompressed(string name)
    {
        var image = Service.Named(name).Image();

        var diffIds = image.Config.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(d => d.GetString());

        Assert.Equal(image.Layers.Select(Digest), diffIds);
        Assert.Equal(image.Layers.Count, image.Config.GetProperty("history").GetArrayLength());
        Assert.Equal("layers", image.Config.GetProperty("rootfs").GetProperty("type").GetString());
        Assert.Equal("linux", image.Config.GetProperty("os").GetString());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void DockerManifest_NamesTheSameBlobs(string name)
    {
        var image = Service.Named(name).Image();

        var docker = Assert.Single(image.Document("manifest.json").EnumerateArray());

        Assert.Equal(Image.PathOf(image.Manifest.GetProperty("config")), docker.GetProperty("Config").GetString());
        Assert.Equal(
            image.Manifest.GetProperty("layers").EnumerateArray().Select(Image.PathOf),
            docker.GetProperty("Layers").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(
            image.Index.GetProperty("manifests").EnumerateArray().Select(m => m.GetProperty("annotations").GetProperty("io.containerd.image.name").GetString()),
            docker.GetProperty("RepoTags").EnumerateArray().Select(t => t.GetString()));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Labels_TellVersionAndCommit(string name)
    {
        var image = Service.Named(name).Image();

        Assert.Equal(name, image.Label("title"));
        Assert.Equal("0.1.0", image.Label("version"));
        Assert.Matches("^[0-9a-f]{40}(-dirty)?$", image.Label("revision")!);
        Assert.Equal(image.Config.GetProperty("created").GetString(), image.Label("created"));
        Assert.NotEmpty(image.Label("description")!);
    }

    private static void AssertDocument(JsonElement document, string mediaType)
    {
        Assert.Equal(2, document.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(mediaType, document.GetProperty("mediaType").GetString());
    }

    private static void AssertBlob(Image image, JsonElement descriptor, string mediaType)
    {
        var content = image.Content(Image.PathOf(descriptor));
        Assert.Equal(mediaType, descriptor.GetProperty("mediaType").GetString());
        Assert.Equal(content.Length, descriptor.GetProperty("size").GetInt64());
        Assert.Equal(Digest(content), descriptor.GetProperty("digest").GetString());
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
