using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Tests.Documents;

public class PolicyReaderTests
{
    private const string Everything =
        """
        # What the production clusters run.
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata:
          name: production
        spec:
          default: allow
          rules:
          - name: trusted
            allow:
              registries: [docker.io, registry.example.com:5000, "*.example.com"]
              repositories: ["gcr.io/my-project/*", 'quay.io/org/**']
              images:
              - docker.io/library/busybox:1.36
          - name: no-latest
            deny:
              tags: [latest, "*-snapshot", 1.10]
            match:
              namespaces: ["team-*"]
              excludedNamespaces: [kube-system]
              repositories: ["docker.io/**"]
              excludedRepositories: ["docker.io/library/*"]
            enforcement: warn
            message: >
              Ask in
              #platform.
          - name: pinned
            require: [tag, digest, registry]
            enforcement: dryrun
        """;

    private const string EverythingAsJson =
        "{\t\"apiVersion\":\"bouncer.dev\\/v1alpha1\",\n\t\"kind\":\t\"Image\\u0050olicy\",\n" +
        "\"metadata\":{\"name\":\"production\"},\"spec\":{\"default\":\"allow\",\"rules\":[\n" +
        "{\"name\":\"trusted\",\"allow\":{\"registries\":[\"docker.io\",\"registry.example.com:5000\",\"*.example.com\"],\n" +
        "\t\t\"repositories\":[\"gcr.io/my-project/*\",\"quay.io/org/**\"],\"images\":[\"docker.io/library/busybox:1.36\"]}},\n" +
        "{\"name\":\"no-latest\",\"deny\":{\"tags\":[\"latest\",\"*-snapshot\",1.10]},\"match\":{\"namespaces\":[\"team-*\"],\n" +
        "\"excludedNamespaces\":[\"kube-system\"],\"repositories\":[\"docker.io/**\"],\"excludedRepositories\":[\"docker.io/library/*\"]},\n" +
        "\"enforcement\":\"warn\",\"message\":\"Ask in #platform.\"},\n" +
        "{\"name\":\"pinned\",\"require\":[\"tag\",\"digest\",\"registry\"],\"enforcement\":\"dryrun\"}]}}";

    [Theory]
    [InlineData(Everything)]
    [InlineData(EverythingAsJson)]
    public void EveryField_IsRead(string text)
    {
        var policy = PolicyText.Document(text);

        Assert.Equal("production", policy.Name);
        Assert.Equal(DefaultAction.Allow, policy.Default);
        var (trusted, noLatest, pinned) = (policy.Rules[0], policy.Rules[1], policy.Rules[2]);

        Assert.Equal(("trusted", RuleEffect.Allow, Enforcement.Deny), (trusted.Name, trusted.Effect, trusted.Enforcement));
        Assert.Equal(
            ["docker.io", "registry.example.com:5000", "*.example.com", "gcr.io/my-project/*", "quay.io/org/**", "docker.io/library/busybox:1.36"],
            trusted.Images.Patterns);
        Assert.Null(trusted.Message);

        Assert.Equal(("no-latest", RuleEffect.Deny, Enforcement.Warn), (noLatest.Name, noLatest.Effect, noLatest.Enforcement));
        Assert.Equal([":latest", ":*-snapshot", ":1.10"], noLatest.Images.Patterns);
        Assert.Equal("team-*", Assert.Single(noLatest.Scope.Namespaces).Text);
        Assert.Equal("kube-system", Assert.Single(noLatest.Scope.ExcludedNamespaces).Text);
        Assert.Equal("docker.io/**", Assert.Single(noLatest.Scope.Repositories).Text);
        Assert.Equal("docker.io/library/*", Assert.Single(noLatest.Scope.ExcludedRepositories).Text);
        Assert.Equal("Ask in #platform.", noLatest.Message);

        Assert.Equal(("pinned", RuleEffect.Require, Enforcement.DryRun), (pinned.Name, pinned.Effect, pinned.Enforcement));
        Assert.Equal(Requirements.Tag | Requirements.Digest | Requirements.Registry, pinned.Requirements);
        Assert.True(pinned.Images.IsEmpty);
    }

    [Fact]
    public void Rules_KnowTheirLines()
        => Assert.Equal([9, 15, 27], PolicyText.Document(Everything).Rules.Select(r => r.Line));

    [Fact]
    public void UnwrittenFields_HaveTheirDefaults()
    {
        var policy = PolicyText.Document(
            """
            apiVersion: bouncer.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: small}
            spec:
              rules:
              - {name: hub, allow: {registries: [docker.io]}}
            """);

        Assert.Equal(DefaultAction.Deny, policy.Default);
        Assert.Equal(Enforcement.Deny, policy.Rules[0].Enforcement);
        Assert.Same(RuleScope.Everywhere, policy.Rules[0].Scope);
    }

    [Fact]
    public void PolicyWithoutRules_IsRead()
        => Assert.Empty(PolicyText.Document("{apiVersion: bouncer.dev/v1alpha1, kind: ImagePolicy, metadata: {name: none}, spec: {}}").Rules);

    [Theory]
    [InlineData("1.36", "1.36")]
    [InlineData("1.10", "1.10")]
    [InlineData("0x1F", "0x1F")]
    [InlineData("007", "007")]
    [InlineData("1e5", "1e5")]
    [InlineData("2024-01-01", "2024-01-01")]
    [InlineData("yes", "yes")]
    [InlineData("off", "off")]
    [InlineData("true", "true")]
    [InlineData("'null'", "null")]
    [InlineData("\"\\x31.2\"", "1.2")]
    [InlineData("!!str 12", "12")]
    public void TagThatYamlCouldTakeForSomethingElse_IsItsText(string written, string read)
        => Assert.Equal(read, PolicyText.WithRules($"  - {{name: tags, deny: {{tags: [{written}]}}}}").Rules[0].Images.Tags[0].Text);

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("---\n")]
    [InlineData("%YAML 1.2\n---\n")]
    public void TextBeforeThePolicyThatYamlAllows_IsSkipped(string before) => PolicyText.Document(before + Everything);

    [Fact]
    public void WindowsLineEnds_AreLineEnds()
        => Assert.Equal([9, 15, 27], PolicyText.Document(Everything.ReplaceLineEndings("\r\n")).Rules.Select(r => r.Line));

    [Fact]
    public void MessageInOtherScripts_IsKept()
        => Assert.Equal("Спросите #platform", PolicyText.WithRules("  - {name: a, require: [tag], message: 'Спросите #platform'}").Rules[0].Message);
}
