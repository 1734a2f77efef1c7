using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego.Json;

namespace Bouncer.Constraints.Tests.Prefixes;

public class PrefixTests
{
    [Theory]
    [InlineData("docker.io", "spec.parameters.repos[0]: \"docker.io\" ends within a name: it lets in \"docker.io.evil.com/image\" too. Write \"docker.io/\"")]
    [InlineData("gcr.io/my", "spec.parameters.repos[0]: \"gcr.io/my\" ends within a name: it lets in \"gcr.io/my-evil/image\" too. Write \"gcr.io/my/\", or \"gcr.io/my:\" and \"gcr.io/my@\" if it is an image")]
    [InlineData("ubuntu", "spec.parameters.repos[0]: \"ubuntu\" ends within a name: it lets in \"ubuntu-evil/image\" too. Write \"ubuntu/\", or \"ubuntu:\" and \"ubuntu@\" if it is an image")]
    [InlineData("docker.io/", null)]
    [InlineData("docker.io/library/busybox:", null)]
    [InlineData("docker.io/library/busybox:1.36", null)]
    [InlineData("docker.io/library/busybox@sha256:0000", null)]
    [InlineData("''", null)]
    public void EntryThatEndsWithinAName_RaisesAWarning(string entry, string? expected)
    {
        var reading = Constraint.Read(Yaml.Document(Yaml.Constraint($"{{parameters: {{repos: [{entry}]}}}}")), Yaml.Template());

        Assert.Empty(reading.Problems);
        Assert.Equal(expected, reading.Warnings.SingleOrDefault());
    }

    [Theory]
    [InlineData("not strings.any_prefix_match(container.image, input.parameters.repos)", "spec.parameters.repos")]
    [InlineData("repos := object.get(input.parameters, \"allowed\", [])\n          r := repos[_]\n          startswith(container.image, r)", "spec.parameters.allowed")]
    [InlineData("image := lower(container.image)\n          startswith(image, input.parameters.repos[_])", "spec.parameters.repos")]
    [InlineData("image := lower(container.image)\n          startswith(image, input.parameters.others[_])", "")]
    [InlineData("startswith(container.image, input.parameters.sources[_].prefix)", "spec.parameters.sources.*.prefix")]
    [InlineData("startswith(container.image, trim_suffix(input.parameters.repos[_], \"*\"))", "")]
    [InlineData("startswith(container.name, input.parameters.names[_])", "")]
    public void ParameterThatImagesAreComparedWith_IsFoundInTheRego(string rego, string expected)
    {
        var template = Yaml.Template(Yaml.AllowedRepos
            .Replace("satisfied := [good | repo = input.parameters.repos[_]; good = startswith(container.image, repo)]", rego, StringComparison.Ordinal)
            .Replace("not any(satisfied)", "true", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(' ', template.PrefixParameters));
    }

    [Theory]
    [InlineData("docker.io/library/busybox", "docker.io", """{"repos":["docker.io"]}""")]
    [InlineData("docker.io.evil.com/busybox", "docker.io", """{"repos":["docker.io/"]}""")]
    [InlineData("docker.io:5000/busybox", "docker.io", """{"repos":["docker.io/"]}""")]
    [InlineData("gcr.io/my:1", "gcr.io/my", """{"repos":["gcr.io/my"]}""")]
    [InlineData("gcr.io/my@sha256:00", "gcr.io/my", """{"repos":["gcr.io/my"]}""")]
    [InlineData("gcr.io/my-evil", "gcr.io/my", """{"repos":["gcr.io/my/","gcr.io/my:","gcr.io/my@"]}""")]
    [InlineData("gcr.io/my", "gcr.io/my/", """{"repos":["gcr.io/my/"]}""")]
    [InlineData("ubuntu-evil", "''", """{"repos":[""]}""")]
    public void SegmentSafeConstraint_DoesNotLetInLookAlikes(string image, string entry, string expected)
    {
        var constraint = Read(entry, ", annotations: {bouncer.dev/segment-safe-prefixes: 'true'}", new ConstraintOptions());

        var parameters = constraint.ParametersFor(Make.Object($$$"""{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "{{{image}}}"}]}}"""));

        Assert.Equal(expected, RegoJson.ToJson(parameters));
    }

    [Fact]
    public void Switch_IsOffUnlessAskedFor()
    {
        var request = Make.Object("""{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "docker.io.evil.com/a"}]}}""");
        var off = Read("docker.io", "", new ConstraintOptions());
        var on = Read("docker.io", "", new ConstraintOptions { SegmentSafePrefixes = true });

        Assert.Same(off.Parameters, off.ParametersFor(request));
        Assert.Equal("""{"repos":["docker.io/"]}""", RegoJson.ToJson(on.ParametersFor(request)));
    }

    private static Constraint Read(string entry, string metadata, ConstraintOptions options)
        => Constraint.Read(Yaml.Document(Yaml.Constraint($"{{parameters: {{repos: [{entry}]}}}}", metadata: metadata)), Yaml.Template(), options).Constraint!;
}
