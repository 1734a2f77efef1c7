using Bouncer.TestSupport;

namespace Bouncer.Images.Tests.Support;

/// <summary>A service that <c>eng/images.sh</c> makes an image of.</summary>
/// <param name="Name">The name of its program and image.</param>
/// <param name="Project">Its project under <c>src</c>.</param>
/// <param name="Deployment">Its folder under <c>deploy</c> and under each overlay.</param>
internal sealed record Service(string Name, string Project, string Deployment)
{
    private readonly Lazy<Image> _image = new(() => Support.Image.Read(ArchiveOf(Name)));

    public static Service Webhook { get; } = new("image-bouncer-webhook", "Webhook", "webhook");

    public static Service Adapter { get; } = new("gatekeeper-adapter", "GatekeeperAdapter", "gatekeeper-adapter");

    /// <summary>The names of all of them, for theories.</summary>
    public static TheoryData<string> All => [Webhook.Name, Adapter.Name];

    /// <summary>The image, as one file.</summary>
    public string Archive => ArchiveOf(Name);

    /// <summary>The SBOM beside the image.</summary>
    public string Sbom => Path.Combine(Images, $"{Name}.cdx.json");

    /// <summary>The program that is in the image.</summary>
    public string Program => Path.Combine(Repository.Root, "artifacts", "published", Name, Name);

    private static string Images => Path.Combine(Repository.Root, "artifacts", "images");

    public static Service Named(string name) => name == Webhook.Name ? Webhook : Adapter;

    /// <summary>Reads the image, or skips the test where it has not been built.</summary>
    public Image Image()
    {
        Assert.SkipUnless(File.Exists(Archive), $"There is no image of {Name}. Build it: eng/images.sh");
        return _image.Value;
    }

    /// <summary>A manifest under <c>deploy</c>, as text.</summary>
    public static string Manifest(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, "deploy", .. path]));

    public override string ToString() => Name;

    private static string ArchiveOf(string name) => Path.Combine(Images, $"{name}.tar");
}
