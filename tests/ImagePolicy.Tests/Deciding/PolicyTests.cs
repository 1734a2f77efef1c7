using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.Tests.Documents;
using Bouncer.ImagePolicy.Tests.References;

namespace Bouncer.ImagePolicy.Tests.Deciding;

/// <summary>Which images pass, and by which rule.</summary>
public class PolicyTests
{
    private const string Trusted = "- {name: trusted, allow: {registries: [docker.io]}}\n";

    [Fact]
    public void AllowedImage_NamesTheRuleThatAdmittedIt()
    {
        var allowed = Assert.IsType<Allowed>(Judge.Policy(Trusted).Of("busybox", "docker.io/team/app:1"));

        Assert.Equal(["trusted"], allowed.AdmittedBy);
        Assert.Equal(["trusted"], allowed.Rules);
        Assert.Equal(Judge.Version, allowed.PolicyVersion);
        Assert.Empty(allowed.Violations);
    }

    [Fact]
    public void ImagesOfSeveralRules_NameEachRuleOnceAndSorted()
    {
        var policy = Judge.Policy(
            """
            - {name: zebra, allow: {registries: [docker.io]}}
            - {name: ant, allow: {registries: [quay.io]}}
            """);

        Assert.Equal(["ant", "zebra"], policy.Of("busybox", "quay.io/a", "alpine", "quay.io/b").Rules);
    }

    [Fact]
    public void Deny_BeatsAllow()
    {
        var policy = Judge.Policy(Trusted + "- {name: no-root-shell, deny: {repositories: [docker.io/library/busybox]}}\n");

        Assert.Equal(["no-root-shell"], Assert.IsType<Denied>(policy.Of("busybox", "alpine")).Rules);
        Assert.IsType<Allowed>(policy.Of("alpine"));
    }

    [Fact]
    public void Deny_BeatsAnAllowRuleForTheVeryImage()
        => Assert.IsType<Denied>(Judge.Policy(
            """
            - {name: exact, allow: {images: ['docker.io/library/busybox:1']}}
            - {name: all, deny: {registries: [docker.io]}}
            """).Of("busybox:1"));

    [Theory]
    [InlineData("team-a", true)]
    [InlineData("team-", true)]
    [InlineData("team-secret", false)]
    [InlineData("team", false)]
    [InlineData("xteam-a", false)]
    [InlineData("", false)]
    public void Scope_IncludesAndExcludesNamespaces(string @namespace, bool allowed)
    {
        var policy = Judge.Policy(
            "- {name: teams, match: {namespaces: ['team-*'], excludedNamespaces: ['*-secret']}, allow: {registries: [docker.io]}}");

        Assert.Equal(allowed, policy.In(@namespace, "busybox") is Allowed);
    }

    [Theory]
    [InlineData("busybox:1", true)]
    [InlineData("docker.io/team/app:1", false)]
    [InlineData("docker.io/team/base:1", true)]
    public void Scope_IncludesAndExcludesRepositories(string image, bool allowed)
    {
        var policy = Judge.AllowingPolicy(
            "- {name: pinned, match: {repositories: ['docker.io/team/**'], excludedRepositories: [docker.io/team/base]}, require: [digest]}");

        Assert.Equal(allowed, policy.Of(image) is Allowed);
    }

    [Fact]
    public void EnforcedAllowRule_DecidesAloneWhereOthersAreOnTrial()
    {
        var policy = Judge.Policy(
            """
            - {name: trial, enforcement: warn, allow: {registries: [quay.io]}}
            - {name: dry, enforcement: dryrun, allow: {registries: [gcr.io]}}
            - {name: trusted, allow: {registries: [docker.io]}}
            """);

        Assert.Equal(["trusted"], policy.Of("busybox").Rules);
        Assert.Empty(policy.Of("busybox").Violations);
        Assert.IsType<Denied>(policy.Of("quay.io/a"));
        Assert.IsType<Denied>(policy.Of("gcr.io/a/b"));
    }

    [Theory]
    [InlineData("warn", Enforcement.Warn)]
    [InlineData("dryrun", Enforcement.DryRun)]
    public void AllowRuleOnTrial_RefusesNothingAndSaysWhatItWould(string enforcement, Enforcement expected)
    {
        var allowed = Assert.IsType<Allowed>(
            Judge.Policy($"- {{name: trial, enforcement: {enforcement}, allow: {{registries: [quay.io]}}}}").Of("busybox:1", "quay.io/a:1"));

        var violation = Assert.Single(allowed.Violations);
        Assert.Equal(("trial", expected, "busybox:1"), (violation.Rule, violation.Enforcement, violation.Image.Image));
        Assert.Equal(["trial"], allowed.AdmittedBy);
    }

    [Fact]
    public void WarningAllowRule_CountsBeforeOneThatRecordsOnly()
    {
        var policy = Judge.Policy(
            """
            - {name: dry, enforcement: dryrun, allow: {registries: [docker.io]}}
            - {name: warned, enforcement: warn, allow: {registries: [quay.io]}}
            """);

        var violation = Assert.Single(Assert.IsType<Allowed>(policy.Of("busybox:1")).Violations);
        Assert.Equal(("warned", Enforcement.Warn), (violation.Rule, violation.Enforcement));
    }

    [Theory]
    [InlineData("warn")]
    [InlineData("dryrun")]
    public void DenyAndRequireRulesOnTrial_RefuseNothing(string enforcement)
    {
        var policy = Judge.AllowingPolicy(
            $$"""
            - {name: no-latest, enforcement: {{enforcement}}, deny: {tags: [latest] } }
            - {name: pinned, enforcement: {{enforcement}}, require: [digest]}
            """);

        Assert.Equal(["no-latest", "pinned"], Assert.IsType<Allowed>(policy.Of("busybox")).Violations.Select(v => v.Rule));
    }

    [Fact]
    public void EnforcedRule_RefusesWhateverElseOnlyWarns()
    {
        var policy = Judge.AllowingPolicy(
            """
            - {name: no-latest, enforcement: warn, deny: {tags: [latest]}}
            - {name: no-hub, deny: {registries: [docker.io]}}
            """);

        var denied = Assert.IsType<Denied>(policy.Of("busybox"));

        Assert.Equal(["no-latest", "no-hub"], denied.Violations.Select(v => v.Rule));
        Assert.Equal(["no-hub"], denied.Rules);
        Assert.DoesNotContain("no-latest", denied.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultAllow_AdmitsWhereNoAllowRuleApplies()
    {
        var policy = Judge.AllowingPolicy("- {name: teams, match: {namespaces: ['team-*']}, allow: {registries: [docker.io]}}");

        Assert.Equal(["default"], Assert.IsType<Allowed>(policy.In("default", "evil.com/x")).AdmittedBy);
        Assert.IsType<Denied>(policy.In("team-a", "evil.com/x"));
    }

    [Fact]
    public void DefaultDeny_RefusesWhereNoAllowRuleApplies()
    {
        var denied = Assert.IsType<Denied>(
            Judge.Policy("- {name: teams, match: {namespaces: ['team-*']}, allow: {registries: [docker.io]}}").In("default", "busybox:1"));

        Assert.Equal(["default"], denied.Rules);
        Assert.Equal(
            "image \"busybox:1\" (docker.io/library/busybox:1) is not allowed; policy \"test\" has no allow rule for namespace \"default\" and denies by default",
            denied.Reason);
    }

    [Fact]
    public void WhatIsNoReference_IsRefusedWhateverThePolicySays()
    {
        var denied = Assert.IsType<Denied>(Judge.AllowingPolicy("- {name: dry, enforcement: dryrun, require: [digest]}").Of("docker.io/Bad"));

        Assert.Equal([Violation.InvalidReference], denied.Rules);
    }

    [Fact]
    public void NoImages_AreAllowed()
        => Assert.Empty(Assert.IsType<Allowed>(Judge.Policy(Trusted).Of()).Rules);

    [Theory]
    [InlineData("busybox", false)]
    [InlineData("busybox:latest", false)]
    [InlineData("busybox:v2-dev", false)]
    [InlineData("busybox:V2-dev", true)]
    [InlineData("busybox:v2", true)]
    [InlineData("busybox@sha256:" + Hex.Of64, true)]
    [InlineData("busybox:latest@sha256:" + Hex.Of64, true)]
    public void TagPatterns_AreAboutTheTagThatIsPulled(string image, bool allowed)
        => Assert.Equal(allowed, Judge.AllowingPolicy("- {name: moving, deny: {tags: [latest, 'v*-dev']}}").Of(image) is Allowed);

    [Theory]
    [InlineData("docker.io/library/busybox:1.36", true)]
    [InlineData("busybox:1.36.1", true)]
    [InlineData("busybox:1.37", false)]
    [InlineData("busybox", false)]
    [InlineData("busybox:1.36@sha256:" + Hex.Of64, false)]
    [InlineData("quay.io/library/busybox:1.36", false)]
    public void ImagePatternWithATag_AdmitsNoDigestBesideIt(string image, bool allowed)
        => Assert.Equal(allowed, Judge.Policy("- {name: exact, allow: {images: ['docker.io/busybox:1.36*']}}").Of(image) is Allowed);

    [Theory]
    [InlineData("busybox@sha256:" + Hex.Of64, true)]
    [InlineData("busybox:any@sha256:" + Hex.Of64, true)]
    [InlineData("busybox@sha512:" + Hex.Of128, false)]
    [InlineData("busybox:1.36", false)]
    public void ImagePatternWithADigest_AdmitsThatContentAlone(string image, bool allowed)
        => Assert.Equal(
            allowed, Judge.Policy("- {name: exact, allow: {images: ['docker.io/busybox@sha256:" + Hex.Of64 + "']}}").Of(image) is Allowed);

    [Theory]
    [InlineData("[tag]", "busybox", "busybox:latest")]
    [InlineData("[digest]", "busybox:1", "busybox@sha256:" + Hex.Of64)]
    [InlineData("[registry]", "team/busybox:1", "docker.io/team/busybox:1")]
    [InlineData("[tag]", "quay.io/a", "quay.io/a@sha256:" + Hex.Of64)]
    public void Requirement_IsAboutWhatIsWritten(string requirements, string broken, string met)
    {
        var policy = Judge.AllowingPolicy($"- {{name: written, require: {requirements}}}");

        Assert.IsType<Denied>(policy.Of(broken));
        Assert.IsType<Allowed>(policy.Of(met));
    }

    [Theory]
    [InlineData("docker.io.evil.com/library/busybox")]
    [InlineData("evil.com/docker.io/library/busybox")]
    [InlineData("docker.io:5000/library/busybox")]
    [InlineData("docker.io:80/library/busybox")]
    [InlineData("xdocker.io/library/busybox")]
    [InlineData("docker.io-evil.com/busybox")]
    [InlineData("docker.i\u043e/library/busybox")]
    [InlineData("docker\u3002io/library/busybox")]
    [InlineData("docker.io%2f..%2fevil.com/busybox")]
    [InlineData("docker.io@evil.com/busybox")]
    [InlineData("docker.io\\@evil.com/busybox")]
    [InlineData("docker.io/../evil.com/busybox")]
    [InlineData("//docker.io/busybox")]
    [InlineData("https://docker.io/busybox")]
    [InlineData("docker.io /busybox")]
    [InlineData("docker.io\n/busybox")]
    [InlineData("\uFEFFdocker.io/busybox")]
    [InlineData("docker.io:/busybox")]
    [InlineData("docker.io:00000000000000000000444/library/busybox")]
    [InlineData("docker.io:65979/library/busybox")]
    [InlineData("localhost/docker.io/busybox")]
    [InlineData("DOCKER/busybox")]
    public void LookAlike_IsNotAdmitted(string image) => Assert.IsType<Denied>(Judge.Policy(Trusted).Of(image));

    [Theory]
    [InlineData("EVIL.example.com/x")]
    [InlineData("evil.example.com:443/x")]
    [InlineData("evil.EXAMPLE.com:00443/x:tag")]
    [InlineData("evil.example.com/a/b/c@sha256:" + Hex.Of64)]
    public void OtherSpelling_DoesNotEscapeADenyRule(string image)
        => Assert.IsType<Denied>(Judge.AllowingPolicy("- {name: evil, deny: {registries: [evil.example.com]}}").Of(image));

    [Theory]
    [InlineData("[::1]:5000/x")]
    [InlineData("[0:0::0001]:5000/x")]
    [InlineData("[0000:0000:0000:0000:0000:0000:0000:0001]:05000/x")]
    public void OtherSpellingOfAnAddress_DoesNotEscapeADenyRule(string image)
        => Assert.IsType<Denied>(Judge.AllowingPolicy("- {name: local, deny: {registries: ['[::1]:5000']}}").Of(image));

    [Fact]
    public void UnscopedRules_DecideAsTheSameRulesInScope()
    {
        const string Rules =
            """
            - {name: trusted, allow: {registries: [docker.io], repositories: ['quay.io/team/**']}}
            - {name: no-latest, enforcement: warn, deny: {tags: [latest]}}
            - {name: pinned, require: [tag]}

            """;
        var unscoped = Judge.Policy(Rules);
        var scoped = Judge.Policy(Rules + "- {name: elsewhere, match: {namespaces: [elsewhere]}, deny: {registries: ['**']}}\n");

        foreach (var image in new[] { "busybox", "busybox:1", "quay.io/team/app:2", "quay.io/other:1", "Bad", "evil.com/x" })
        {
            var one = unscoped.Of(image);
            var other = scoped.Of(image);

            Assert.Equal(one.GetType(), other.GetType());
            Assert.Equal(one.Rules, other.Rules);
            Assert.Equal(one.Violations.Select(v => v.ToString()), other.Violations.Select(v => v.ToString()));
        }
    }

    [Fact]
    public void SameQuestion_GetsTheSameWords()
    {
        const string Rules = "- {name: trusted, allow: {registries: [docker.io, gcr.io]}}\n- {name: pinned, require: [digest, registry]}\n";

        Assert.Equal(Judge.Policy(Rules).Refusal("a", "quay.io/b", "Bad"), Judge.Policy(Rules).Refusal("a", "quay.io/b", "Bad"));
    }

    [Fact]
    public void MoreImagesThanAnyPodHas_AreNotDecided()
    {
        var policy = Judge.AllowingPolicy("- {name: evil, deny: {registries: [evil.com]}}");
        var most = Enumerable.Repeat("evil.com/x", Policy.MaxImages).ToArray();

        Assert.IsType<Denied>(policy.Of(most));
        Assert.Equal(
            $"there are {Policy.MaxImages + 1} images; at most {Policy.MaxImages} can be judged together",
            Assert.IsType<Failed>(policy.Of([.. most, "busybox"])).Reason);
    }
}
