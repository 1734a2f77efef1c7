using System.Text.Json.Nodes;

namespace Bouncer.Cli.Tests;

public sealed class CheckImagesTests : IDisposable
{
    private const string Policy =
        """
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata: {name: p}
        spec:
          rules:
          - {name: hub, allow: {registries: [docker.io]}}
          - {name: no-latest, deny: {tags: [latest]}, match: {namespaces: ["team-*"]}}
          - {name: tagged, require: [tag], enforcement: warn, match: {namespaces: [lax]}}
          - {name: pinned, require: [digest], enforcement: dryrun, match: {namespaces: [lax]}}
        """;

    private readonly TestFolder _folder = new();
    private readonly string _policy;

    public CheckImagesTests() => _policy = _folder.Write("policy.yaml", Policy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllowedImages_AreShownAsWrittenAndNormalised()
    {
        var run = BouncerRun.Of("check", "busybox", "docker.io/org/app:1.0", "--policy", _policy);

        Assert.Equal(
            [
                "VERDICT  IMAGE                             RULE  WHERE",
                "allowed  busybox                           hub   argument",
                "         docker.io/library/busybox:latest",
                "allowed  docker.io/org/app:1.0             hub   argument",
                "",
                "2 images: 2 allowed, 0 warned, 0 refused",
            ],
            run.Lines);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void RefusedImage_IsShownWithRuleAndRemedy()
    {
        var run = BouncerRun.Of("check", "gcr.io/p/app", "busybox", "--policy", _policy, "--namespace", "team-a");

        Assert.Equal(
            [
                "VERDICT  IMAGE                             RULE       WHERE",
                "refused  gcr.io/p/app                      hub        argument",
                "         gcr.io/p/app:latest               no-latest",
                "refused  busybox                           no-latest  argument",
                "         docker.io/library/busybox:latest",
                "",
                "refused gcr.io/p/app",
                "  image \"gcr.io/p/app\" (gcr.io/p/app:latest) is denied by rule \"no-latest\" (tag latest); write another tag, or a digest",
                "  image \"gcr.io/p/app\" (gcr.io/p/app:latest) is not allowed by rule \"hub\"; allowed are docker.io",
                "",
                "refused busybox",
                "  image \"busybox\" (docker.io/library/busybox:latest) is denied by rule \"no-latest\" (tag latest); write another tag, or a digest",
                "",
                "2 images: 0 allowed, 0 warned, 2 refused",
            ],
            run.Lines);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void WarnedAndRecordedImages_PassAndAreExplained()
    {
        var run = BouncerRun.Of("check", "busybox", "busybox:1.36", "--policy", _policy, "-n", "lax");

        Assert.Equal(
            [
                "VERDICT  IMAGE                             RULE    WHERE",
                "warned   busybox                           tagged  argument",
                "         docker.io/library/busybox:latest",
                "allowed  busybox:1.36                      hub     argument",
                "         docker.io/library/busybox:1.36",
                "",
                "warned busybox",
                "  warning: image \"busybox\" (docker.io/library/busybox:latest) has no tag, which rule \"tagged\" requires; write busybox:TAG",
                "  recorded: image \"busybox\" (docker.io/library/busybox:latest) has no digest, which rule \"pinned\" requires; write busybox@sha256:...",
                "",
                "allowed busybox:1.36",
                "  recorded: image \"busybox:1.36\" (docker.io/library/busybox:1.36) has no digest, which rule \"pinned\" requires; write busybox@sha256:...",
                "",
                "2 images: 1 allowed, 1 warned, 0 refused",
            ],
            run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("[red]a[/]", "[red]a[/]")]
    [InlineData("\u001B[31ma", "\\u001B[31ma")]
    [InlineData("a\r\nallowed  b", "a\\u000D\\u000Aallowed  b")]
    [InlineData("docker.iо/a", "docker.i\\u043E/a")]
    [InlineData("a\u202Eb", "a\\u202Eb")]
    public void HostileImage_IsShownEscaped(string image, string shown)
    {
        var run = BouncerRun.Of("check", image, "--policy", _policy);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"refused  {shown}", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal("         (not an image reference)", run.Lines[2]);
        Assert.Contains($"refused {shown}", run.Lines);
        Assert.DoesNotContain(run.Output, c => c is < ' ' and not '\n' or > '~');
    }

    [Fact]
    public void HostileImageInJson_IsEscapedAndUnchanged()
    {
        const string image = "\u001B[31m\"о\n";

        var run = BouncerRun.Of("check", image, "--policy", _policy, "--output", "json");

        Assert.DoesNotContain(run.Output, c => c is < ' ' and not '\n' or > '~');
        Assert.Equal(image, (string?)JsonNode.Parse(run.Output)!["images"]![0]!["image"]);
    }

    [Fact]
    public void RegistryList_StandsForAPolicy()
    {
        var run = BouncerRun.Of(
            "check", "docker.io/a/b:1", "gcr.io/a/b:1", "ghcr.io/a/b:1", "quay.io/a/b:1", "busybox",
            "--registry-whitelist", "docker.io, gcr.io", "--registry-whitelist", "ghcr.io", "--reject-latest");

        Assert.Equal(
            ["allowed registry-whitelist", "allowed registry-whitelist", "allowed registry-whitelist", "refused registry-whitelist", "refused reject-latest"],
            run.Lines.Where(l => l.EndsWith("argument", StringComparison.Ordinal)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(c => $"{c[0]} {c[2]}"));
        Assert.Equal(1, run.ExitCode);
    }
}
