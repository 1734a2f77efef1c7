using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Reading;

public class ConstraintReadingTests
{
    [Theory]
    [InlineData("{match:, kinds: [{apiGroups: [''], kinds: [Pod]}]}", "spec.kinds: unknown fields: [spec.kinds]: kinds belongs under spec.match, as spec.match.kinds")]
    [InlineData("{match: {kind: []}}", "spec.match.kind: unknown fields: [spec.match.kind]: did you mean kinds?")]
    [InlineData("{match: {parameters: {}}}", "spec.match.parameters: unknown fields: [spec.match.parameters]: parameters belongs under spec, as spec.parameters")]
    [InlineData("{match: {namespaces: [a.b]}}", "spec.match.namespaces[0]: Invalid value: \"a.b\": spec.match.namespaces[0] in body should match '^\\\\*?[-:a-z0-9]*\\\\*?$'")]
    [InlineData("{match: {source: Both}}", "spec.match.source: Unsupported value: \"Both\": supported values: \"All\", \"Generated\", \"Original\"")]
    [InlineData("{enforcementAction: block}", "spec.enforcementAction: unrecognized enforcementAction: \"block\" is not within the supported list [deny dryrun warn scoped]")]
    [InlineData("{parameters: {repos: docker.io}}", "spec.parameters.repos: Invalid value: \"string\": spec.parameters.repos in body must be of type array: \"string\"")]
    [InlineData("[]", "spec: Invalid value: \"array\": spec in body must be of type object: \"array\"")]
    public void Mistake_IsToldWithItsPlace(string spec, string expected) => Assert.Equal(expected, Problems(Yaml.Constraint(spec)));

    [Theory]
    [InlineData("Other", "dockerhub", "kind: invalid Constraint: wrong kind \"Other\" for constraint \"dockerhub\"; want \"K8sAllowedRepos\"")]
    [InlineData("K8sAllowedRepos", "''", "metadata.name: invalid Constraint: missing metadata.name")]
    [InlineData("K8sAllowedRepos", "Docker_Hub",
        "metadata.name: invalid Constraint: invalid name: \"Docker_Hub\": a DNS-1123 subdomain has lower case letters, digits, '-' and '.', and begins and ends with a letter or digit")]
    [InlineData("K8sAllowedRepos", "a123456789-123456789-123456789-123456789-123456789-123456789-123", "metadata.name: Too long: may not be more than 63 characters")]
    public void Identity_IsChecked(string kind, string name, string expected) => Assert.Equal(expected, Problems(Yaml.Constraint("{}", kind, name)));

    [Fact]
    public void GroupAndVersion_AreChecked()
    {
        Assert.Equal(
            "apiVersion: invalid Constraint: unsupported version \"v1\" for Constraint \"dockerhub\"; supported versions: [v1alpha1 v1beta1]",
            Problems(Yaml.Constraint("{}").Replace("v1beta1", "v1", StringComparison.Ordinal)));
        Assert.Equal(
            "apiVersion: invalid Constraint: unsupported group \"a.b\" for constraint \"dockerhub\"; allowed group: \"constraints.gatekeeper.sh\"",
            Problems(Yaml.Constraint("{}").Replace("constraints.gatekeeper.sh", "a.b", StringComparison.Ordinal)));
    }

    [Fact]
    public void MessageOfALongName_IsBounded()
        => Assert.InRange(Problems(Yaml.Constraint($"{{? {new string('x', 900)} : 1}}")).Length, 1, 500);

    private static string Problems(string yaml) => string.Join('\n', Constraint.Read(Yaml.Document(yaml), Yaml.Template()).Problems);
}
