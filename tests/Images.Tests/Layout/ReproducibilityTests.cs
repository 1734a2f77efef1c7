using System.Globalization;
using Bouncer.Images.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Images.Tests.Layout;

/// <summary>The same recipe and files give the same bytes.</summary>
public sealed class ReproducibilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Services => Service.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Services))]
    public void SecondBuild_GivesTheSameBytes(string name)
    {
        var service = Service.Named(name);
        var image = service.Image();

        var second = ImageBuilder.Build(RecipeOf(service, image), _folder.Path);

        Assert.Equal(File.ReadAllBytes(service.Archive), File.ReadAllBytes(second.Archive));
        Assert.Equal(File.ReadAllBytes(service.Sbom), File.ReadAllBytes(_folder.File($"{name}.cdx.json")));
    }

    [Fact]
    public void OtherCommit_KeepsTheLayersOfTheSystem()
    {
        var image = Service.Adapter.Image();

        var other = ImageBuilder.Build(RecipeOf(Service.Adapter, image) with { Created = DateTimeOffset.UnixEpoch, Revision = "other" }, _folder.Path);

        var layers = Image.Read(other.Archive).Layers;
        Assert.Equal(image.Layers[0], layers[0]);
        Assert.Equal(image.Layers[1], layers[1]);
        Assert.NotEqual(image.Layers[2], layers[2]);
    }

    [Fact]
    public void ProgramForNoRuntimeInParticular_IsRefused()
    {
        var assets = _folder.Write("project.assets.json", """{"targets": {"net10.0": {}}}""");

        var e = Assert.Throws<ImageException>(() => ImageBuilder.Build(RecipeOf(Service.Webhook, Service.Webhook.Image()) with { Assets = assets }, _folder.Path));

        Assert.Equal($"{assets} is for no runtime in particular. Publish the program, and take the file before anything else is built.", e.Message);
    }

    private static ImageRecipe RecipeOf(Service service, Image image) => new(
        service.Program,
        Path.Combine(Path.GetDirectoryName(service.Program)!, "project.assets.json"),
        image.Label("description")!,
        image.Label("version")!,
        image.Label("revision")!,
        DateTimeOffset.Parse(image.Label("created")!, CultureInfo.InvariantCulture),
        TimeZones: service == Service.Adapter);
}
