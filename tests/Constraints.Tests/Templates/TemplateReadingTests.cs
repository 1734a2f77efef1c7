using Bouncer.Constraints.Templates;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Templates;

public class TemplateReadingTests
{
    [Fact]
    public void Template_IsReadAndCompiled()
    {
        var template = Yaml.Template();

        Assert.Equal("k8sallowedrepos", template.Name);
        Assert.Equal("K8sAllowedRepos", template.Kind);
        Assert.Empty(template.Operations);
        Assert.False(template.UsesInventory);
        var outcome = template.Violations.Evaluate(Make.Json(
            """{"review": {"object": {"spec": {"containers": [{"name": "a", "image": "quay.io/a"}]}}}, "parameters": {"repos": ["docker.io"]}}"""));
        Assert.Equal("""{{"msg": "container <a> has an invalid image repo <quay.io/a>"}}""", outcome.Value?.ToString());
    }

    [Theory]
    [InlineData("name: k8sallowedrepos", "name: other",
        "metadata.name: invalid ConstraintTemplate: the ConstraintTemplate's name \"other\" is not equal to the lowercase of CRD's Kind: \"k8sallowedrepos\"")]
    [InlineData("kind: K8sAllowedRepos", "kind: ''",
        "spec.crd.spec.names.kind: invalid ConstraintTemplate: ConstraintTemplate \"k8sallowedrepos\" does not specify CRD Kind")]
    [InlineData("- target: admission.k8s.gatekeeper.sh", "- target: elsewhere.example.com",
        "spec.targets[0].target: invalid ConstraintTemplate: target \"elsewhere.example.com\" not recognized, known targets [admission.k8s.gatekeeper.sh]")]
    [InlineData("- target: admission.k8s.gatekeeper.sh", "- {target: a}\n    - target: admission.k8s.gatekeeper.sh",
        "spec.targets: invalid ConstraintTemplate: multi-target templates are not currently supported")]
    [InlineData("violation[{\"msg\": msg}]", "violations[{\"msg\": msg}]",
        "spec.targets[0].rego: invalid ConstraintTemplate: invalid rego: invalid module: missing required rules: [violation]")]
    [InlineData("gatekeeper.sh/v1\n", "gatekeeper.sh/v2\n",
        "apiVersion: invalid ConstraintTemplate: unsupported version \"v2\"; supported versions: [v1 v1alpha1 v1beta1]")]
    [InlineData("names:", "name:", "spec.crd.spec.name: unknown fields: [spec.crd.spec.name]: did you mean names?\n"
        + "spec.crd.spec.names.kind: invalid ConstraintTemplate: ConstraintTemplate \"k8sallowedrepos\" does not specify CRD Kind")]
    public void Mistake_IsToldWithItsPlace(string right, string wrong, string expected)
    {
        Assert.Contains(right, Yaml.AllowedRepos, StringComparison.Ordinal);

        Assert.Equal(expected, Yaml.ProblemsOfTemplate(Yaml.AllowedRepos.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void TargetsOutsideSpec_BelongUnderIt()
    {
        var wrong = string.Join('\n', Yaml.AllowedRepos.Split('\n').SkipWhile(l => !l.StartsWith("  targets", StringComparison.Ordinal)).Select(l => l.Length < 2 ? l : l[2..]));
        var right = Yaml.AllowedRepos[..Yaml.AllowedRepos.IndexOf("  targets:", StringComparison.Ordinal)];

        Assert.Equal("targets: unknown fields: [targets]: targets belongs under spec, as spec.targets", Yaml.ProblemsOfTemplate(right + wrong));
    }

    [Fact]
    public void NoTargets_IsSaidOnce()
        => Assert.Equal(
            "spec.targets: invalid ConstraintTemplate: field \"targets\" not specified in ConstraintTemplate spec",
            Yaml.ProblemsOfTemplate(Yaml.AllowedRepos[..Yaml.AllowedRepos.IndexOf("  targets:", StringComparison.Ordinal)]));

    [Fact]
    public void BadRego_IsToldWithLineColumnAndCaret()
    {
        var reading = ConstraintTemplate.Read(Yaml.Document(Yaml.AllowedRepos.Replace("not any(satisfied)", "not any(satisfid)", StringComparison.Ordinal)));

        var problem = Assert.Single(reading.Problems);
        Assert.Equal(ProblemCode.Ingest, problem.Code);
        Assert.Equal("spec.targets[0].rego:6:3", problem.Location);
        Assert.Equal(
            """
            Could not ingest Rego: spec.targets[0].rego:6:3: rego_unsafe_var_error: var satisfid is unsafe
                  not any(satisfid)
                  ^
            """,
            problem.Message);
    }

    [Fact]
    public void RegoThatDoesNotParse_HasItsOwnCode()
    {
        var reading = ConstraintTemplate.Read(Yaml.Document(Yaml.AllowedRepos.Replace("not any(satisfied)", "not any(satisfied", StringComparison.Ordinal)));

        Assert.All(reading.Problems, p => Assert.Equal("parse_error", p.Code.ToText()));
        Assert.StartsWith("Could not ingest Rego: spec.targets[0].rego:", reading.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataOutsideOfLibrariesAndInventory_IsRefused()
        => Assert.Contains(
            "reference data.secrets.x is not allowed: data may be read below data.inventory and in the policy's own packages",
            Yaml.ProblemsOfTemplate(Yaml.AllowedRepos.Replace("not any(satisfied)", "data.secrets.x", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void DisabledBuiltin_IsRefused()
        => Assert.Contains(
            "http.send",
            Yaml.ProblemsOfTemplate(Yaml.AllowedRepos.Replace("not any(satisfied)", "http.send({\"method\": \"get\", \"url\": \"http://a\"})", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void Inventory_IsSeen()
        => Assert.True(Yaml.Template(Yaml.AllowedRepos.Replace("not any(satisfied)", "data.inventory.cluster.v1", StringComparison.Ordinal)).UsesInventory);

    [Theory]
    [InlineData("package lib.images", null)]
    [InlineData("package images", "spec.targets[0].libs[0]:1:1: invalid ConstraintTemplate: path data.images not found in lib prefixes: a library's package must be below lib, such as \"package lib.images\"")]
    public void Library_IsBelowLib(string package, string? expected)
    {
        var yaml = WithCode($$"""
                  rego: |
                    package a.b.c
                    import data.lib.images.bad
                    violation[{"msg": "bad"}] { bad(input.review) }
                  libs:
                    - |
                      {{package}}
                      bad(x) { x.bad }
            """);

        Assert.Equal(expected, ConstraintTemplate.Read(Yaml.Document(yaml)).Problems.FirstOrDefault(p => p.Code == ProblemCode.Ingest && p.Message.Contains("lib prefixes", StringComparison.Ordinal))?.ToString());
        if (expected is null)
        {
            Assert.Equal("""{{"msg": "bad"}}""", Yaml.Template(yaml).Violations.Evaluate(Make.Json("""{"review": {"bad": true}}""")).Value?.ToString());
        }
    }

    [Fact]
    public void Code_IsOfTheVersionItSays()
    {
        var template = Yaml.Template(WithCode("""
                  code:
                    - engine: K8sNativeValidation
                      source: {validations: [{expression: "false"}]}
                    - engine: Rego
                      source:
                        version: v1
                        rego: |
                          package a
                          violation contains {"msg": "v1"} if { true }
                  operations: [CREATE, DELETE]
            """));

        Assert.Equal("""{{"msg": "v1"}}""", template.Violations.Evaluate(Make.Json("{}")).Value?.ToString());
        Assert.Equal(["CREATE", "DELETE"], template.Operations);
    }

    [Theory]
    [InlineData("code: [{engine: K8sNativeValidation, source: {}}]",
        "spec.targets[0].code has CEL alone (engine K8sNativeValidation), which is not supported yet: add an entry with the engine Rego")]
    [InlineData("code: [{engine: Wasm, source: {}}]", "spec.targets[0].code has no engine that is supported: [Wasm]; supported is Rego")]
    [InlineData("code: []", "spec.targets[0]: Could not ingest Rego: spec.targets[0] has no code: write it into spec.targets[0].rego, or into spec.targets[0].code with the engine Rego")]
    [InlineData("operations: [PATCH]\n      rego: 'package a violation[{}] { true }'",
        "spec.targets[0].operations[0]: invalid ConstraintTemplate: spec.targets[0].operations[0]: Unsupported value: \"PATCH\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"")]
    public void CodeThatCannotRun_IsRefused(string code, string expected)
        => Assert.Equal(expected, Yaml.ProblemsOfTemplate(WithCode("      " + code)));

    private static string WithCode(string code)
        => Yaml.AllowedRepos[..Yaml.AllowedRepos.IndexOf("      rego:", StringComparison.Ordinal)] + code + "\n";
}
