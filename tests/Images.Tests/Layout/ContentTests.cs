using System.Formats.Tar;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bouncer.Images.Tests.Support;

namespace Bouncer.Images.Tests.Layout;

/// <summary>What is in the images, and what is not.</summary>
public sealed class ContentTests
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static TheoryData<string> Services => Service.All;

    [Theory]
    [MemberData(nameof(Services))]
    public void Program_IsAllThatRuns(string name)
    {
        var image = Service.Named(name).Image();
        var executables = image.Files.Values.Where(f => f.Type == TarEntryType.RegularFile && (f.Mode & AnyExecute) != 0).Select(f => f.Path);

        // The loader is a library that is executable.
        Assert.Equal([$"usr/bin/{name}"], executables.Where(p => !Path.GetFileName(p).Contains(".so", StringComparison.Ordinal)));
        Assert.Equal($"/usr/bin/{name}", Assert.Single(image.Config.GetProperty("config").GetProperty("Entrypoint").EnumerateArray()).GetString());
        Assert.False(image.Config.GetProperty("config").TryGetProperty("Cmd", out _));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Files_BelongToRootAndNobodyElseMayWriteThem(string name)
    {
        var files = Service.Named(name).Image().Files.Values.ToArray();

        Assert.All(files, f => Assert.Equal((0, 0), (f.Uid, f.Gid)));
        Assert.Equal(["tmp/"], files.Where(f => (f.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0).Select(f => f.Path));
        Assert.DoesNotContain(files, f => (f.Mode & (UnixFileMode.SetUser | UnixFileMode.SetGroup)) != 0);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Program_IsTheOneThatWasPublished(string name)
    {
        var service = Service.Named(name);
        var image = service.Image();

        Assert.Equal(File.ReadAllBytes(service.Program), image.Files[$"usr/bin/{name}"].Content);
        Assert.Equal(File.ReadAllBytes(service.Sbom), image.Files[$"usr/share/sbom/{name}.cdx.json"].Content);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Authorities_AreThereForClients(string name)
    {
        var image = Service.Named(name).Image();
        const string variable = "SSL_CERT_FILE=/";
        var path = image.Config.GetProperty("config").GetProperty("Env").EnumerateArray()
            .Select(e => e.GetString()!).Single(e => e.StartsWith(variable, StringComparison.Ordinal))[variable.Length..];

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Encoding.ASCII.GetString(image.Files[path].Content));

        Assert.True(authorities.Count > 100, $"{authorities.Count} authorities");
    }

    [Fact]
    public void Webhook_IsSmall()
    {
        var unpacked = Service.Webhook.Image().Layers.Sum(l => l.Length);

        Assert.True(unpacked <= 60_000_000, $"The image of the Webhook has {unpacked} bytes, unpacked; 60,000,000 are the most.");
    }

    [Fact]
    public void TimeZones_AreThereForTemplatesAlone()
    {
        const string zone = "usr/share/zoneinfo/Europe/Vienna";

        Assert.Equal("TZif"u8, Service.Adapter.Image().Files[zone].Content.AsSpan(0, 4));
        Assert.DoesNotContain(zone, Service.Webhook.Image().Files.Keys);
    }
}
