using System.Text.RegularExpressions;
using Bouncer.Images.Tests.Support;

namespace Bouncer.Images.Tests.Deploying;

/// <summary>What <c>deploy</c> asks for is what there is.</summary>
public sealed class DeploymentTests
{
    public static TheoryData<string> Services => Service.All;

    [Theory]
    [MemberData(nameof(Services))]
    public void DevelopmentOverlay_NamesTheImage(string name)
    {
        var service = Service.Named(name);
        var overlay = Service.Manifest("overlays", "development", service.Deployment, "kustomization.yaml");

        var asked = Regex.Match(overlay, @"^- name: (\S+)\n  newName: (\S+)\n  newTag: (\S+)$", RegexOptions.Multiline);

        Assert.Equal(name, asked.Groups[1].Value);
        Assert.Contains(
            $"{asked.Groups[2].Value}:{asked.Groups[3].Value}",
            service.Image().Document("manifest.json")[0].GetProperty("RepoTags").EnumerateArray().Select(t => t.GetString()));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Deployment_RunsTheImageAsItsUser(string name)
    {
        var service = Service.Named(name);
        var deployment = Service.Manifest(service.Deployment, "deployment.yaml");
        var user = service.Image().Config.GetProperty("config").GetProperty("User").GetString()!.Split(':');

        Assert.Contains($"image: {name}\n", deployment, StringComparison.Ordinal);
        Assert.Contains($"runAsUser: {user[0]}\n", deployment, StringComparison.Ordinal);
        Assert.Contains($"runAsGroup: {user[1]}\n", deployment, StringComparison.Ordinal);
        Assert.True(int.Parse(user[0], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.DoesNotContain("command:", deployment, StringComparison.Ordinal);
    }
}
