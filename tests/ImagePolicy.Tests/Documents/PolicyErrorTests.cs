namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>What people read when a policy is wrong: the place, the mistake, the remedy.</summary>
public class PolicyErrorTests
{
    [Fact]
    public void ManyMistakes_AreReportedTogetherInTheOrderOfTheText()
    {
        var errors = PolicyText.Errors(
            """
            apiVersion: bouncer.dev/v1
            kind: Policy
            metadata:
              name: Production
              labels: {}
            spec:
              default: refuse
              rules:
              - name: trusted
                allow:
                  registries: [https://docker.io, gcr.io/my-project]
                  repositries: ["gcr.io/*"]
                enforcement: Warn
              - name: trusted
                deny:
                  tags: ["a b"]
                  tags: [latest]
                enforcment: warn
              - allow: {images: [docker.io/library/busybox]}
                deny: {registries: []}
            """);

        Assert.Equal(
            [
                "p.yaml:1:13: apiVersion: is \"bouncer.dev/v1\"; write bouncer.dev/v1alpha1",
                "p.yaml:2:7: kind: is \"Policy\"; write ImagePolicy",
                "p.yaml:4:9: metadata.name: \"Production\" is not a name; write a-z, 0-9, '-' and '.', with a letter or digit around every dot and at both ends",
                "p.yaml:5:3: metadata.labels: unknown field \"labels\"; known here: name",
                "p.yaml:7:12: spec.default: is \"refuse\"; write deny or allow",
                "p.yaml:11:20: spec.rules[0].allow.registries[0]: \"https://docker.io\": a registry has no scheme; write docker.io",
                "p.yaml:11:39: spec.rules[0].allow.registries[1]: \"gcr.io/my-project\": a registry has no path; write gcr.io, or list the repository under 'repositories'",
                "p.yaml:12:7: spec.rules[0].allow.repositries: unknown field \"repositries\"; did you mean \"repositories\"?",
                "p.yaml:13:18: spec.rules[0].enforcement: is \"Warn\"; write deny, warn or dryrun",
                "p.yaml:14:11: spec.rules[1].name: \"trusted\" is already the name of the rule on line 9; write another",
                "p.yaml:16:14: spec.rules[1].deny.tags[0]: \"a b\": the tag has a space at position 1, where only letters, digits, '_', '.' and '-' may stand",
                "p.yaml:17:7: spec.rules[1].deny.tags: is written twice; the first is on line 16",
                "p.yaml:18:5: spec.rules[1].enforcment: unknown field \"enforcment\"; did you mean \"enforcement\"?",
                "p.yaml:19:5: spec.rules[2]: has allow and deny; write a rule for each",
                "p.yaml:19:5: spec.rules[2].name: is missing; write name: NAME",
                "p.yaml:19:22: spec.rules[2].allow.images[0]: \"docker.io/library/busybox\": the image has neither tag nor digest; add one, or list \"docker.io/library/busybox\" under 'repositories'",
            ],
            errors);
    }

    [Theory]
    [InlineData("", "p.yaml:1:1: the file is empty; a policy starts with apiVersion: bouncer.dev/v1alpha1 and kind: ImagePolicy")]
    [InlineData("# nothing\n---\n", "p.yaml:1:1: the file is empty; a policy starts with apiVersion: bouncer.dev/v1alpha1 and kind: ImagePolicy")]
    [InlineData("[a]", "p.yaml:1:1: is a list; a policy starts with apiVersion: bouncer.dev/v1alpha1 and kind: ImagePolicy")]
    [InlineData("docker.io,gcr.io", "p.yaml:1:1: is a single value; a policy starts with apiVersion: bouncer.dev/v1alpha1 and kind: ImagePolicy")]
    public void FileThatIsNoPolicy_IsToldHowOneStarts(string text, string error) => Assert.Equal([error], PolicyText.Errors(text));

    [Fact]
    public void EmptyMapping_LacksFourFields()
        => Assert.Equal(
            [
                "p.yaml:1:1: apiVersion: is missing; write apiVersion: bouncer.dev/v1alpha1",
                "p.yaml:1:1: kind: is missing; write kind: ImagePolicy",
                "p.yaml:1:1: metadata: is missing; write metadata: and name: NAME below it",
                "p.yaml:1:1: spec: is missing; write spec: and rules: below it",
            ],
            PolicyText.Errors("{}"));

    [Fact]
    public void SecondDocument_IsRefusedWhereItStarts()
        => Assert.Equal(
            ["p.yaml:10:1: another document starts here; write one policy a file, with all of its rules"],
            PolicyText.ErrorsInRules("  - {name: a, require: [tag]}\n---\nkind: ImagePolicy\n"));

    [Theory]
    [InlineData("- name: a\n    require: [tag]\n    tags: [latest]", "p.yaml:10:5: spec.rules[0].tags: \"tags\" does not belong here; move it to allow or deny")]
    [InlineData("- name: a\n    require: [tag]\n    namespaces: [x]", "p.yaml:10:5: spec.rules[0].namespaces: \"namespaces\" does not belong here; move it to match")]
    [InlineData("- name: a\n    require: [tag]\n    REQUIRE: [tag]", "p.yaml:10:5: spec.rules[0].REQUIRE: unknown field \"REQUIRE\"; did you mean \"require\"?")]
    [InlineData("- name: a\n    require: [tag]\n    \"x y\\u001b\": 1", "p.yaml:10:5: spec.rules[0][\"x y\\u001B\"]: unknown field \"x y\\u001B\"; known here: name, allow, deny, require, match, enforcement, message")]
    [InlineData("- name: a\n    require: [tag]\n    ? [b]\n    : c", "p.yaml:10:7: spec.rules[0]: a field name is a list; write one of name, allow, deny, require, match, enforcement, message")]
    [InlineData("- name: a", "p.yaml:8:5: spec.rules[0]: has none of allow, deny and require; write one of them")]
    [InlineData("- {name: a, allow: {}}", "p.yaml:8:22: spec.rules[0].allow: lists nothing; write registries:, repositories: or images: below it, and a list")]
    [InlineData("- {name: a, allow: {tags: [latest]}}", "p.yaml:8:29: spec.rules[0].allow.tags: a tag alone says nothing about where an image comes from; list images such as docker.io/library/busybox:1.36, or refuse the other tags in a deny rule")]
    [InlineData("- {name: a, allow: docker.io}", "p.yaml:8:22: spec.rules[0].allow: is a single value; write registries:, repositories: or images: below it, and a list")]
    [InlineData("- {name: a, allow: {registries: docker.io}}", "p.yaml:8:35: spec.rules[0].allow.registries: is a single value; write a list, such as [\"docker.io\"]")]
    [InlineData("- {name: a, allow: {registries: []}}", "p.yaml:8:35: spec.rules[0].allow.registries: is an empty list; write a list, such as [\"docker.io\"], or leave the field out")]
    [InlineData("- {name: a, allow: {registries: }}", "p.yaml:8:35: spec.rules[0].allow.registries: is empty; write a list, such as [\"docker.io\"]")]
    [InlineData("- {name: a, allow: {registries: [[gcr.io]]}}", "p.yaml:8:36: spec.rules[0].allow.registries[0]: is a list; write a pattern, such as \"docker.io\"")]
    [InlineData("- {name: a, deny: {tags: [~]}}", "p.yaml:8:29: spec.rules[0].deny.tags[0]: ~ means nothing in YAML; write a pattern, such as \"latest\", or put ~ in quotes")]
    [InlineData("- {name: a, deny: {tags: [null]}}", "p.yaml:8:29: spec.rules[0].deny.tags[0]: null means nothing in YAML; write a pattern, such as \"latest\", or put null in quotes")]
    [InlineData("- {name: a, deny: {images: ['busybox:1.36']}}", "p.yaml:8:31: spec.rules[0].deny.images[0]: \"busybox:1.36\": the image names no registry; write docker.io/busybox:1.36 if Docker Hub is meant")]
    [InlineData("- {name: a, deny: {repositories: ['docker.io/']}}", "p.yaml:8:37: spec.rules[0].deny.repositories[0]: \"docker.io/\": the repository has no path; write docker.io/** for all of it, or list it under 'registries'")]
    [InlineData("- {name: a, deny: {repositories: ['gcr.io/My']}}", "p.yaml:8:37: spec.rules[0].deny.repositories[0]: \"gcr.io/My\": the repository has the upper-case letter 'M' at position 7; repositories are lower case")]
    [InlineData("- {name: a, require: []}", "p.yaml:8:24: spec.rules[0].require: is an empty list; write a list of tag, digest and registry, such as [tag], or leave the field out")]
    [InlineData("- {name: a, require: tag}", "p.yaml:8:24: spec.rules[0].require: is a single value; write a list of tag, digest and registry, such as [tag]")]
    [InlineData("- {name: a, require: [signature]}", "p.yaml:8:25: spec.rules[0].require[0]: is \"signature\"; write tag, digest or registry")]
    [InlineData("- {name: a_b, require: [tag]}", "p.yaml:8:12: spec.rules[0].name: \"a_b\" is not a name; write at most 63 of a-z, 0-9 and '-', with a letter or digit first and last")]
    [InlineData("- {name: , require: [tag]}", "p.yaml:8:12: spec.rules[0].name: is empty; write a name")]
    [InlineData("- {name: a, require: [tag], match: {}}", "p.yaml:8:38: spec.rules[0].match: lists nothing; write namespaces:, excludedNamespaces:, repositories: or excludedRepositories: below it, and a list, or leave the field out")]
    [InlineData("- {name: a, require: [tag], match: {namespaces: [Team]}}", "p.yaml:8:52: spec.rules[0].match.namespaces[0]: \"Team\": it is no pattern for namespaces; write at most 63 of a-z, 0-9, '-' and '*', without '-' at either end")]
    [InlineData("- {name: a, require: [tag], match: {namespaces: ['**']}}", "p.yaml:8:52: spec.rules[0].match.namespaces[0]: \"**\": a namespace has no segments; write '*' for '**'")]
    [InlineData("- {name: a, allow: {registries: [gcr.io]}, match: {repositories: ['gcr.io/a']}}", "p.yaml:8:68: spec.rules[0].match.repositories: an allow rule says under allow what it is about; list the repositories there, or write a deny rule")]
    [InlineData("- {name: a, require: [tag], message: ''}", "p.yaml:8:40: spec.rules[0].message: is empty; write a sentence, or leave the field out")]
    [InlineData("- {name: a, require: [tag], message: \"a\\nb\"}", "p.yaml:8:40: spec.rules[0].message: has a line break or another control character; write one line")]
    [InlineData("- trusted", "p.yaml:8:5: spec.rules[0]: is a single value; write \"- name: NAME\" and allow:, deny: or require: below it")]
    public void Mistake_IsNamedWithPlaceAndRemedy(string rule, string error)
        => Assert.Equal([error], PolicyText.ErrorsInRules("  " + rule));

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Message_HasAtMost500Characters(int length, bool isRead)
    {
        var result = PolicyText.Read($"{PolicyText.Head}  - {{name: a, require: [tag], message: {new string('x', length)}}}");

        Assert.Equal(isRead, result.Document is not null);
        Assert.Equal(
            isRead ? [] : ["p.yaml:8:40: spec.rules[0].message: has 501 characters; write at most 500"],
            result.Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void MoreThanAHundredMistakes_AreCounted()
    {
        var errors = PolicyText.ErrorsInRules(string.Concat(Enumerable.Repeat("  - x\n", 130)));

        Assert.Equal(101, errors.Length);
        Assert.Equal("p.yaml: and 30 more mistakes", errors[^1]);
    }
}
