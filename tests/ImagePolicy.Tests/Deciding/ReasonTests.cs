using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Tests.Deciding;

/// <summary>What people read.</summary>
public class ReasonTests
{
    [Theory]
    [InlineData("[tag]", "busybox", "image \"busybox\" (docker.io/library/busybox:latest) has no tag, which rule \"r\" requires; write busybox:TAG")]
    [InlineData("[tag]", "quay.io:443/a/b", "image \"quay.io:443/a/b\" (quay.io:443/a/b:latest) has no tag, which rule \"r\" requires; write quay.io:443/a/b:TAG")]
    [InlineData("[digest]", "busybox:1", "image \"busybox:1\" (docker.io/library/busybox:1) has no digest, which rule \"r\" requires; write busybox@sha256:...")]
    [InlineData("[digest]", "Quay.io/a:1", "image \"Quay.io/a:1\" (quay.io/a:1) has no digest, which rule \"r\" requires; write quay.io/a@sha256:...")]
    [InlineData("[registry]", "team/app:1", "image \"team/app:1\" (docker.io/team/app:1) has no registry, which rule \"r\" requires; write docker.io/team/app:1")]
    [InlineData("[registry]", "busybox", "image \"busybox\" (docker.io/library/busybox:latest) has no registry, which rule \"r\" requires; write docker.io/library/busybox")]
    [InlineData("[tag, registry]", "busybox", "image \"busybox\" (docker.io/library/busybox:latest) has no registry and no tag, which rule \"r\" requires; write docker.io/library/busybox:TAG")]
    [InlineData("[tag, digest, registry]", "busybox", "image \"busybox\" (docker.io/library/busybox:latest) has no registry and no digest, which rule \"r\" requires; write docker.io/library/busybox@sha256:...")]
    [InlineData("[tag, digest]", "quay.io/a:1", "image \"quay.io/a:1\" has no digest, which rule \"r\" requires; write quay.io/a@sha256:...")]
    public void BrokenRequirement_SaysWhatToWrite(string requirements, string image, string reason)
        => Assert.Equal(reason, Judge.AllowingPolicy($"- {{name: r, require: {requirements}}}").Refusal(image));

    [Theory]
    [InlineData("tags: [latest]", "busybox", "(tag latest); write another tag, or a digest")]
    [InlineData("tags: ['v*']", "busybox:v1", "(tag v*); write another tag, or a digest")]
    [InlineData("registries: ['*.io']", "busybox:1", "(*.io); use another image")]
    [InlineData("repositories: ['docker.io/library/*']", "busybox:1", "(docker.io/library/*); use another image")]
    [InlineData("images: ['docker.io/busybox:1']", "busybox:1", "(docker.io/library/busybox:1); use another image")]
    [InlineData("registries: [docker.io], repositories: ['docker.io/**'], images: ['docker.io/busybox:1']", "busybox:1", "(docker.io/library/busybox:1); use another image")]
    public void DeniedImage_NamesTheClosestPattern(string patterns, string image, string end)
        => Assert.EndsWith(
            $"is denied by rule \"r\" {end}", Judge.AllowingPolicy($"- {{name: r, deny: {{{patterns}}}}}").Refusal(image), StringComparison.Ordinal);

    [Fact]
    public void MessageOfARule_FollowsOurOwn()
    {
        const string Message = "message: 'Ask in #platform.'";

        Assert.EndsWith("use another image. Ask in #platform.", Judge.AllowingPolicy($"- {{name: r, deny: {{registries: ['**']}}, {Message}}}").Refusal("a"), StringComparison.Ordinal);
        Assert.EndsWith("write a:TAG. Ask in #platform.", Judge.AllowingPolicy($"- {{name: r, require: [tag], {Message}}}").Refusal("a"), StringComparison.Ordinal);
        Assert.EndsWith("allowed are quay.io. Ask in #platform.", Judge.Policy($"- {{name: r, allow: {{registries: [quay.io]}}, {Message}}}").Refusal("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void MessageOfSeveralAllowRules_IsToldOnce()
        => Assert.Equal(
            "image \"a:1\" (docker.io/library/a:1) is not allowed by rules \"one, two\"; allowed are quay.io, gcr.io. Ask.",
            Judge.Policy(
                """
                - {name: one, allow: {registries: [quay.io]}, message: Ask.}
                - {name: two, allow: {registries: [gcr.io, quay.io]}, message: Ask.}
                """).Refusal("a:1"));

    [Theory]
    [InlineData(10, "host9.example")]
    [InlineData(11, "host9.example and 1 more")]
    [InlineData(500, "host9.example and 490 more")]
    public void PatternsBeyondTen_AreCounted(int count, string end)
    {
        var hosts = string.Join(", ", Enumerable.Range(0, count).Select(i => $"host{i}.example"));

        Assert.EndsWith(end, Judge.Policy($"- {{name: r, allow: {{registries: [{hosts}]}}}}").Refusal("a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 20, "evil.com/19")]
    [InlineData(21, 21, "and 1 more")]
    [InlineData(300, 21, "and 280 more")]
    public void LinesBeyondTwenty_AreCounted(int images, int lines, string last)
    {
        var reason = Judge.AllowingPolicy("- {name: evil, deny: {registries: [evil.com]}}")
            .Refusal([.. Enumerable.Range(0, images).Select(i => $"evil.com/{i}")]);

        var told = reason.Split('\n');
        Assert.Equal(lines, told.Length);
        Assert.Contains(last, told[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void SameLine_IsToldOnce()
        => Assert.DoesNotContain('\n', Judge.Policy("- {name: r, allow: {registries: [quay.io]}}").Refusal("a", "a", "a"));

    [Fact]
    public void AnyNumberOfAllowRules_LeavesTheMessageShort()
    {
        var rules = string.Concat(Enumerable.Range(0, 300).Select(
            i => $"- {{name: rule-{i}, allow: {{registries: [host{i}.example]}}, message: '{new string('m', 450)}{i}'}}\n"));

        var denied = Assert.IsType<Denied>(Judge.Policy(rules).Of("evil.com/x:1"));

        Assert.True(denied.Reason.Length < 8 * 1024, $"{denied.Reason.Length} characters");
        Assert.Contains("is not allowed by rules \"rule-0, rule-1, ", denied.Reason, StringComparison.Ordinal);
        Assert.Contains("rule-9 and 290 more\"", denied.Reason, StringComparison.Ordinal);
        Assert.True(denied.Rules[0].Length < 200, denied.Rules[0]);
    }

    [Fact]
    public void HostileImage_ComesBackShortAndPrintable()
    {
        var reason = Judge.Policy("- {name: r, allow: {registries: [quay.io]}}").Refusal("\u001b[2J\u202e\n\"\\" + new string('a', 100_000));

        Assert.StartsWith("image \"\\u001B[2J\\u202E\\u000A\\\"\\\\aaa", reason, StringComparison.Ordinal);
        Assert.All(reason, c => Assert.InRange(c, ' ', '~'));
        Assert.True(reason.Length < 1024, $"{reason.Length} characters");
    }

    [Fact]
    public void Place_LeadsTheLineWithTheContainersNameMadePrintable()
    {
        var violation = new Violation(
            "r", Enforcement.Deny, new ContainerImage("x", ImageField.InitContainer, 2, "na\nme", "spec.template.spec"), "image \"x\" is bad", "write y");

        Assert.Equal("spec.template.spec.initContainers[2].image (na\\u000Ame): image \"x\" is bad; write y", violation.ToString());
    }

    [Theory]
    [InlineData(ImageField.Container, "spec.containers[3].image")]
    [InlineData(ImageField.InitContainer, "spec.initContainers[3].image")]
    [InlineData(ImageField.EphemeralContainer, "spec.ephemeralContainers[3].image")]
    [InlineData(ImageField.Volume, "spec.volumes[3].image.reference")]
    [InlineData(ImageField.Review, "")]
    public void Path_IsThatOfTheField(ImageField field, string path)
        => Assert.Equal(path, new ContainerImage("x", field, 3, null, "spec").Path);

    [Fact]
    public void NoViolation_IsNoText() => Assert.Equal("", ReasonText.Of([]));
}
