using Bouncer.ImagePolicy.Linting;
using Bouncer.ImagePolicy.Tests.Documents;

namespace Bouncer.ImagePolicy.Tests.Linting;

/// <summary>Each warning, as people read it. Rule "r" starts on line 8.</summary>
public class PolicyLinterTests
{
    [Theory]
    [InlineData("registries: [library]",
        "rule \"r\" (line 8): \"library\" matches no image: without a dot or a port, \"library/app\" is a path on Docker Hub and \"library\" no registry; list \"docker.io/library/**\" under 'repositories', or write \"library:443\" if a host is meant [never-matches]")]
    [InlineData("registries: [hub.docker.com]",
        "rule \"r\" (line 8): \"hub.docker.com\" matches no image: hub.docker.com is the website of Docker Hub; write docker.io [never-matches]")]
    [InlineData("repositories: ['docker.io/*']",
        "rule \"r\" (line 8): \"docker.io/*\" matches no image: official images are docker.io/library/NAME, all others docker.io/OWNER/NAME; write \"docker.io/library/*\" for official images, \"docker.io/**\" for all images [never-matches]")]
    [InlineData("repositories: ['docker.io/myorg*']",
        "rule \"r\" (line 8): \"docker.io/myorg*\" matches no image: official images are docker.io/library/NAME, all others docker.io/OWNER/NAME; write \"docker.io/library/myorg*\" for official images, \"docker.io/myorg/**\" for those of one owner [never-matches]")]
    [InlineData("repositories: ['gcr.io/*']",
        "rule \"r\" (line 8): \"gcr.io/*\" matches no image: repositories of gcr.io have at least 2 segments; write \"gcr.io/*/*\", or \"**\" for any number of segments [never-matches]")]
    [InlineData("images: ['us-docker.pkg.dev/project/app:1.0']",
        "rule \"r\" (line 8): \"us-docker.pkg.dev/project/app:1.0\" matches no image: repositories of us-docker.pkg.dev have at least 3 segments; write \"us-docker.pkg.dev/project/app/*\", or \"**\" for any number of segments [never-matches]")]
    [InlineData("repositories: [gcr.io/my-project]",
        "rule \"r\" (line 8): \"gcr.io/my-project\" matches no image: nothing below it matches, and repositories of gcr.io have at least 2 segments; write \"gcr.io/my-project/**\" for all that is below it [prefix-without-wildcard]")]
    [InlineData("registries: ['*']",
        "rule \"r\" (line 8): \"*\" matches localhost and hardly more: '*' stands for one host label, and every other registry has a dot or a port; write the registries, such as \"*.example.com\"; '**' stands for any number of labels [single-star-registry]")]
    [InlineData("registries: ['**']",
        "rule \"r\" (line 8): \"**\" admits every image of every registry; list the registries that you trust; if every image is meant, write \"default: allow\" and no allow rule [admits-everything]")]
    [InlineData("repositories: ['**/**']",
        "rule \"r\" (line 8): \"**/**\" admits every image of every registry; list the registries that you trust; if every image is meant, write \"default: allow\" and no allow rule [admits-everything]")]
    [InlineData("registries: ['docker.io*']",
        "rule \"r\" (line 8): \"docker.io*\" admits registries that anyone can register, such as \"docker.ioevil\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("registries: ['*docker.io']",
        "rule \"r\" (line 8): \"*docker.io\" admits registries that anyone can register, such as \"evildocker.io\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("registries: ['gcr*.io']",
        "rule \"r\" (line 8): \"gcr*.io\" admits registries that anyone can register, such as \"gcrevil.io\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("registries: ['**.io']",
        "rule \"r\" (line 8): \"**.io\" admits registries that anyone can register, such as \"evil.io\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("registries: ['*.co.uk']",
        "rule \"r\" (line 8): \"*.co.uk\" admits registries that anyone can register, such as \"evil.co.uk\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("registries: ['*.azurecr.io']",
        "rule \"r\" (line 8): \"*.azurecr.io\" admits registries that anyone can register, such as \"evil.azurecr.io\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("repositories: ['**/trusted/*']",
        "rule \"r\" (line 8): \"**/trusted/*\" admits registries that anyone can register, such as \"evil.io\"; list the registries one by one, or write \"*.\" before a domain that is yours alone [look-alike-registry]")]
    [InlineData("repositories: ['docker.io/myorg*/**']",
        "rule \"r\" (line 8): \"docker.io/myorg*/**\" admits repositories that anyone can create, such as \"docker.io/myorgevil/...\"; name the owner in full: \"docker.io/myorg/**\" [look-alike-repository]")]
    [InlineData("repositories: ['quay.io/*/app']",
        "rule \"r\" (line 8): \"quay.io/*/app\" admits repositories that anyone can create, such as \"quay.io/evil/...\"; name the owner in full: \"quay.io/NAME/**\" [look-alike-repository]")]
    [InlineData("registries: [gcr.io, gcr.io]",
        "rule \"r\" (line 8): \"gcr.io\" is listed twice; remove one [duplicate]")]
    [InlineData("registries: [gcr.io], repositories: [gcr.io/p/*]",
        "rule \"r\" (line 8): \"gcr.io/p/*\" has no effect, since \"gcr.io\" covers it; remove it [shadowed]")]
    [InlineData("repositories: [gcr.io/p/*, gcr.io/**]",
        "rule \"r\" (line 8): \"gcr.io/p/*\" has no effect, since \"gcr.io/**\" covers it; remove it [shadowed]")]
    [InlineData("registries: [r.example.com, 'r.example.com:443']",
        "rule \"r\" (line 8): \"r.example.com:443\" has no effect, since \"r.example.com\" covers it; remove it [shadowed]")]
    public void AllowedPattern_IsWarnedOf(string patterns, string warning)
        => Assert.Equal([warning], Lint($"  - {{name: r, allow: {{{patterns}}}}}"));

    [Theory]
    [InlineData("- {name: r, deny: {repositories: [quay.io/evil]}}",
        "rule \"r\" (line 8): \"quay.io/evil\" matches no image: nothing below it matches, and repositories of quay.io have at least 2 segments; write \"quay.io/evil/**\" for all that is below it [prefix-without-wildcard]")]
    [InlineData("- {name: r, require: [tag], match: {excludedRepositories: ['docker.io/*']}}",
        "rule \"r\" (line 8): \"docker.io/*\" matches no image: official images are docker.io/library/NAME, all others docker.io/OWNER/NAME; write \"docker.io/library/*\" for official images, \"docker.io/**\" for all images [never-matches]")]
    [InlineData("- {name: r, require: [tag], match: {repositories: ['gcr.io/p/*', 'gcr.io/q/a'], excludedRepositories: ['gcr.io/**']}}",
        "rule \"r\" (line 8): match.excludedRepositories excludes every repository that the rule applies to, so the rule does nothing; remove a pattern from match.excludedRepositories, or remove the rule [empty-scope]")]
    [InlineData("- {name: r, deny: {tags: [latest]}, match: {namespaces: [team-a, 'team-b-*'], excludedNamespaces: ['team-*']}}",
        "rule \"r\" (line 8): match.excludedNamespaces excludes every namespace that the rule applies to, so the rule does nothing; remove a pattern from match.excludedNamespaces, or remove the rule [empty-scope]")]
    [InlineData("- {name: r, deny: {tags: [latest]}, match: {excludedNamespaces: ['*']}}",
        "rule \"r\" (line 8): match.excludedNamespaces excludes every namespace that the rule applies to, so the rule does nothing; remove a pattern from match.excludedNamespaces, or remove the rule [empty-scope]")]
    [InlineData("- {name: r, deny: {tags: ['*', '*-snapshot']}}",
        "rule \"r\" (line 8): \":*-snapshot\" has no effect, since \":*\" covers it; remove it [shadowed]")]
    [InlineData("- {name: r, deny: {repositories: ['**/**'], tags: [latest]}, enforcement: dryrun}",
        "rule \"r\" (line 8): \":latest\" has no effect, since \"**/**\" covers it; remove it [shadowed]")]
    public void ProhibitingRule_IsWarnedOf(string rule, string warning)
        => Assert.Equal([warning], Lint($"  {rule}\n  - {{name: hub, allow: {{registries: [ghcr.io]}}}}"));

    [Theory]
    [InlineData("allow: {registries: [gcr.io]}", "allow: {repositories: [gcr.io/p/*]}",
        "rule \"second\" (line 9): \"gcr.io/p/*\" has no effect, since \"gcr.io\" in rule \"first\" covers it; remove it [shadowed]")]
    [InlineData("allow: {repositories: [gcr.io/p/*]}", "allow: {registries: [gcr.io]}",
        "rule \"first\" (line 8): \"gcr.io/p/*\" has no effect, since \"gcr.io\" in rule \"second\" covers it; remove it [shadowed]")]
    [InlineData("allow: {registries: [gcr.io]}", "allow: {registries: [gcr.io]}",
        "rule \"second\" (line 9): \"gcr.io\" is listed twice, first in rule \"first\"; remove one [duplicate]")]
    [InlineData("allow: {registries: [gcr.io]}", "allow: {registries: [gcr.io]}, match: {namespaces: [team-a]}",
        "rule \"second\" (line 9): \"gcr.io\" is listed twice, first in rule \"first\"; remove one [duplicate]")]
    [InlineData("allow: {registries: [gcr.io]}, match: {namespaces: ['team-*']}", "allow: {images: ['gcr.io/p/a:1.0']}, match: {namespaces: [team-a]}",
        "rule \"second\" (line 9): \"gcr.io/p/a:1.0\" has no effect, since \"gcr.io\" in rule \"first\" covers it; remove it [shadowed]")]
    [InlineData("allow: {registries: [gcr.io]}", "allow: {registries: [quay.io]}, enforcement: warn",
        "rule \"second\" (line 9): the rule has no effect: of the allow rules in a namespace only the strictest count, and rule \"first\" applies wherever this one does; match other namespaces, or move its patterns there [trial-unused]")]
    [InlineData("allow: {repositories: ['docker.io/library/*']}", "deny: {registries: [docker.io]}",
        "rule \"first\" (line 8): \"docker.io/library/*\" admits nothing, since rule \"second\" denies \"docker.io\"; remove it, or make an exception in that rule [always-refused]")]
    [InlineData("allow: {images: ['docker.io/library/busybox:latest']}", "deny: {tags: [latest]}",
        "rule \"first\" (line 8): \"docker.io/library/busybox:latest\" admits nothing, since rule \"second\" denies \":latest\"; remove it, or make an exception in that rule [always-refused]")]
    [InlineData("allow: {images: ['docker.io/library/busybox:1.36']}", "require: [digest]",
        "rule \"first\" (line 8): \"docker.io/library/busybox:1.36\" admits nothing, since rule \"second\" requires a digest, and a pattern with a tag alone matches no image with a digest; remove it, or make an exception in that rule [always-refused]")]
    [InlineData("deny: {registries: [gcr.io]}", "deny: {repositories: [gcr.io/p/*]}, enforcement: warn",
        "rule \"second\" (line 9): \"gcr.io/p/*\" has no effect, since \"gcr.io\" in rule \"first\" covers it; remove it [shadowed]")]
    [InlineData("require: [digest]", "require: [tag]",
        "rule \"second\" (line 9): the rule has no effect, since rule \"first\" requires as much wherever it applies; remove it [shadowed]")]
    [InlineData("require: [tag]", "require: [tag]",
        "rule \"second\" (line 9): the rule has no effect, since rule \"first\" requires as much wherever it applies; remove it [shadowed]")]
    public void TwoRules_AreWarnedOf(string first, string second, string warning)
        => Assert.Equal([warning], Lint($"  - {{name: first, {first}}}\n  - {{name: second, {second}}}\n  - {{name: hub, allow: {{registries: [ghcr.io]}}}}"));

    [Theory]
    [InlineData("allow: {registries: [gcr.io]}, match: {namespaces: [a]}", "allow: {registries: [gcr.io]}")]
    [InlineData("allow: {registries: [gcr.io]}, match: {excludedNamespaces: [a]}", "allow: {registries: [gcr.io]}, match: {namespaces: [a]}")]
    [InlineData("allow: {repositories: ['docker.io/library/*']}", "deny: {registries: [docker.io]}, match: {excludedRepositories: ['docker.io/library/busybox']}")]
    [InlineData("allow: {repositories: ['docker.io/library/*']}", "deny: {registries: [docker.io]}, match: {namespaces: [a]}")]
    [InlineData("allow: {repositories: ['docker.io/library/*']}", "deny: {registries: [docker.io]}, enforcement: warn")]
    [InlineData("allow: {registries: [quay.io]}", "deny: {tags: [latest]}")]
    [InlineData("deny: {registries: [gcr.io]}, enforcement: warn", "deny: {repositories: [gcr.io/p/*]}")]
    [InlineData("deny: {registries: [gcr.io]}, match: {repositories: [gcr.io/q/**]}", "deny: {repositories: [gcr.io/p/*]}")]
    [InlineData("require: [tag]", "require: [digest], match: {namespaces: [a]}")]
    [InlineData("require: [digest], match: {repositories: ['gcr.io/**']}", "require: [tag]")]
    public void TwoRulesThatDiffer_AreNotWarnedOf(string first, string second)
        => Assert.DoesNotContain(
            Lint($"  - {{name: first, {first}}}\n  - {{name: second, {second}}}\n  - {{name: hub, allow: {{registries: [ghcr.io]}}}}"),
            w => w.StartsWith("rule \"second\"", StringComparison.Ordinal) || w.Contains("always-refused", StringComparison.Ordinal));

    [Theory]
    [InlineData("registries: [docker.io, 'library:443', index.docker.io:5000, localhost, 'localhost:5000', 'myregistry:5000', '[::1]:5000', 'registry.example.com:*']")]
    [InlineData("registries: ['*.example.com', '**.corp.example.net', 'registry-*.example.org', '*.example.co.uk', '10.0.*.*']")]
    [InlineData("registries: ['123456789012.dkr.ecr.*.amazonaws.com', myteam.azurecr.io]")]
    [InlineData("repositories: ['docker.io/library/*', 'docker.io/myorg/**', 'quay.io/*/*', registry.k8s.io/pause]")]
    [InlineData("repositories: ['registry.example.com/team-*/**', 'us-docker.pkg.dev/project/repository/*', 'gcr.io/my-project/**']")]
    [InlineData("images: ['docker.io/library/busybox:1.*', 'quay.io/org/app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']")]
    public void SanePatterns_AreNotWarnedOf(string patterns) => Assert.Equal([], Lint($"  - {{name: r, allow: {{{patterns}}}}}"));

    [Fact]
    public void TrialInNamespacesOfItsOwn_IsNotWarnedOf()
        => Assert.Equal([], Lint(
            """
              - {name: first, allow: {registries: [ghcr.io]}, match: {namespaces: [team-a]}}
              - {name: second, allow: {registries: [quay.io]}, enforcement: warn}
            """));

    [Theory]
    [InlineData("spec: {}", "the policy has no allow rule and denies by default, so it refuses every image; write an allow rule, or \"default: allow\" [refuses-everything]")]
    [InlineData("spec: {rules: [{name: a, deny: {tags: [latest]}}]}", "the policy has no allow rule and denies by default, so it refuses every image; write an allow rule, or \"default: allow\" [refuses-everything]")]
    [InlineData("spec: {default: allow}", "the policy has no rule and allows by default, so it allows every image; write a rule [allows-everything]")]
    [InlineData("spec: {default: allow, rules: [{name: a, allow: {registries: [docker.io]}}]}", "\"default: allow\" never applies, since allow rule \"a\" applies in every namespace; remove it, or give the rule a match [default-unused]")]
    public void PolicyAsAWhole_IsWarnedOf(string spec, string warning)
        => Assert.Equal(
            [warning],
            PolicyLinter.Lint(PolicyText.Document($"apiVersion: bouncer.dev/v1alpha1\nkind: ImagePolicy\nmetadata: {{name: a}}\n{spec}")).Select(w => w.ToString()));

    [Fact]
    public void PolicyWithTooManyPatterns_IsNotComparedAndSaysSo()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 2_001).Select(i => $"r{i % 2_000}.example.com"));

        Assert.Equal(
            ["the policy has 2001 patterns, too many to look for those that others make superfluous; write at most 2000 [too-many-patterns]"],
            Lint($"  - {{name: r, allow: {{registries: [{patterns}]}}}}"));
    }

    private static string[] Lint(string rules) => [.. PolicyLinter.Lint(PolicyText.WithRules(rules)).Select(w => w.ToString())];
}
