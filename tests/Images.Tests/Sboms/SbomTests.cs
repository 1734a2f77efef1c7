using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bouncer.Images.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Images.Tests.Sboms;

/// <summary>SBOMs are CycloneDX, and name what is there and nothing else.</summary>
public sealed partial class SbomTests
{
    private const string NuGet = "pkg:nuget/";
    private static readonly string[] s_licences = ["MIT", "Apache-2.0"];

    public static TheoryData<string> Services => Service.All;

    [Theory]
    [MemberData(nameof(Services))]
    public void Document_IsCycloneDx(string name)
    {
        var (_, _, bytes) = Read(name);

        Assert.Equal("[]", CycloneDxSchema.Check(bytes));
    }

    [Theory]
    [InlineData("\"bomFormat\": \"CycloneDX\",", "", "bomFormat is required")]
    [InlineData("\"serialNumber\": \"urn:uuid:", "\"serialNumber\": \"urn:uuid:x", "Does not match pattern")]
    [InlineData("\"alg\": \"SHA-512\"", "\"alg\": \"MD5\"", "components.0.hashes.0.alg must be one of the following: \\\"SHA-512\\\"")]
    [InlineData("\"purl\": \"pkg:nuget/", "\"purl\": \"nuget/", "Does not match pattern")]
    public void BrokenDocument_IsNoticed(string text, string broken, string mistake)
    {
        var (_, _, bytes) = Read(Service.Webhook.Name);
        var document = new Regex(Regex.Escape(text)).Replace(Encoding.UTF8.GetString(bytes), broken, 1);

        Assert.Contains(mistake, CycloneDxSchema.Check(Encoding.UTF8.GetBytes(document)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void NuGetPackages_AreThoseThatTheProgramWasCompiledFrom(string name)
    {
        var (service, sbom, _) = Read(name);
        var compiled = service == Service.Webhook ? CompiledNatively(service) : Bundled(service);

        var named = Purls(sbom).Where(p => p.StartsWith(NuGet, StringComparison.Ordinal)).Select(p => p[NuGet.Length..].ToLowerInvariant());

        Assert.Equal(compiled.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void NuGetPackages_HaveHashAndLicence(string name)
    {
        var (_, sbom, _) = Read(name);

        var packages = sbom.GetProperty("components").EnumerateArray().Where(c => PurlOf(c).StartsWith(NuGet, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(packages);
        Assert.All(packages, p => Assert.Equal("SHA-512", p.GetProperty("hashes")[0].GetProperty("alg").GetString()));
        Assert.All(packages, p => Assert.Contains(p.GetProperty("licenses")[0].GetProperty("expression").GetString(), s_licences));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void DebianPackages_AreThoseWhoseLicencesAreInTheImage(string name)
    {
        var (service, sbom, _) = Read(name);
        var licences = service.Image().Files.Keys.Select(p => Licence().Match(p)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToArray();

        var named = Purls(sbom).Select(p => DebianPurl().Match(p)).Where(m => m.Success).Select(m => m.Groups[1].Value);

        Assert.Equal(licences.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string>(["base-files", "ca-certificates", "libc6", "libgcc-s1"]), licences.ToHashSet());
        Assert.Equal(service == Service.Adapter, licences.Contains("tzdata"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Program_IsNamedByItsHash(string name)
    {
        var (service, sbom, _) = Read(name);

        var program = sbom.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("type").GetString() == "application");

        Assert.Equal(
            Convert.ToHexStringLower(SHA512.HashData(service.Image().Files[$"usr/bin/{name}"].Content)),
            program.GetProperty("hashes")[0].GetProperty("content").GetString());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Dependencies_NameEachComponentOnceAndLeadToAllFromTheImage(string name)
    {
        var (_, sbom, _) = Read(name);
        var components = sbom.GetProperty("components").EnumerateArray().Append(sbom.GetProperty("metadata").GetProperty("component"))
            .Select(c => c.GetProperty("bom-ref").GetString()!).ToArray();
        var dependencies = sbom.GetProperty("dependencies").EnumerateArray()
            .ToDictionary(d => d.GetProperty("ref").GetString()!, d => d.GetProperty("dependsOn").EnumerateArray().Select(o => o.GetString()!).ToArray());

        Assert.Equal(components.Order(StringComparer.Ordinal), dependencies.Keys.Order(StringComparer.Ordinal));
        var reached = new HashSet<string>();
        var next = new Queue<string>([$"image:{name}@0.1.0"]);
        while (next.TryDequeue(out var reference))
        {
            if (reached.Add(reference))
            {
                Array.ForEach(dependencies[reference], next.Enqueue);
            }
        }

        Assert.Equal(components.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    /// <summary>Of every file that the native compiler was given, a line each.</summary>
    private static IEnumerable<string> CompiledNatively(Service service)
        => PackageFolder().Matches(File.ReadAllText(Path.Combine(Built(service), "native", $"{service.Name}.ilc.rsp")))
            .Select(m => $"{m.Groups[1].Value}@{m.Groups[2].Value}")
            .Distinct();

    /// <summary>Of what the program itself says is in it.</summary>
    private static IEnumerable<string> Bundled(Service service)
        => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Built(service), $"{service.Name}.deps.json"))).RootElement.GetProperty("libraries")
            .EnumerateObject()
            .Where(l => l.Value.GetProperty("type").GetString() is "package" or "runtimepack")
            .Select(l => l.Name.Replace("runtimepack.", "", StringComparison.Ordinal).Replace('/', '@').ToLowerInvariant());

    private static string Built(Service service) => Path.Combine(Repository.Root, "artifacts", "obj", service.Project, "release");

    private static (Service Service, JsonElement Sbom, byte[] Bytes) Read(string name)
    {
        var service = Service.Named(name);
        service.Image(); // or there is no SBOM either
        var bytes = File.ReadAllBytes(service.Sbom);
        return (service, JsonDocument.Parse(bytes).RootElement, bytes);
    }

    private static IEnumerable<string> Purls(JsonElement sbom)
        => sbom.GetProperty("components").EnumerateArray().Select(PurlOf).Where(p => p != "");

    private static string PurlOf(JsonElement component) => component.TryGetProperty("purl", out var purl) ? purl.GetString()! : "";

    // NuGet's folder holds ID/VERSION/lib/… and ID/VERSION/runtimes/…
    [GeneratedRegex("/([a-z0-9._-]+)/([0-9][^/]*)/(?:lib|runtimes)/")]
    private static partial Regex PackageFolder();

    [GeneratedRegex("^usr/share/doc/([^/]+)/copyright$")]
    private static partial Regex Licence();

    [GeneratedRegex("^pkg:deb/[a-z]+/([^@]+)@")]
    private static partial Regex DebianPurl();
}
