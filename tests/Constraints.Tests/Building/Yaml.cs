using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.Constraints.Tests.Building;

/// <summary>Documents in YAML, with working defaults.</summary>
internal static class Yaml
{
    /// <summary>The template of the walk-through: prefixes of images.</summary>
    public const string AllowedRepos = """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata:
          name: k8sallowedrepos
        spec:
          crd:
            spec:
              names:
                kind: K8sAllowedRepos
              validation:
                openAPIV3Schema:
                  type: object
                  properties:
                    repos:
                      type: array
                      items:
                        type: string
          targets:
            - target: admission.k8s.gatekeeper.sh
              rego: |
                package k8sallowedrepos

                violation[{"msg": msg}] {
                  container := input.review.object.spec.containers[_]
                  satisfied := [good | repo = input.parameters.repos[_]; good = startswith(container.image, repo)]
                  not any(satisfied)
                  msg := sprintf("container <%v> has an invalid image repo <%v>", [container.name, container.image])
                }
        """;

    public static RegoObject Document(string yaml)
    {
        var reading = RegoYaml.ParseAll("test.yaml", yaml);
        Assert.Null(reading.Error);
        return (RegoObject)Assert.Single(reading.Documents).Value;
    }

    public static ConstraintTemplate Template(string yaml = AllowedRepos)
    {
        var reading = ConstraintTemplate.Read(Document(yaml));
        Assert.Empty(reading.Problems);
        return reading.Template!;
    }

    /// <summary>The lines of all problems of a template.</summary>
    public static string ProblemsOfTemplate(string yaml) => string.Join('\n', ConstraintTemplate.Read(Document(yaml)).Problems);

    /// <summary>A template of a schema, indented by nothing.</summary>
    public static string WithSchema(string schema, string version = "v1") => $"""
        apiVersion: templates.gatekeeper.sh/{version}
        kind: ConstraintTemplate
        metadata: {"{name: test}"}
        spec:
          crd:
            spec:
              names: {"{kind: Test}"}
              validation: {schema}
          targets:
            - target: admission.k8s.gatekeeper.sh
              rego: |
                package test
                violation[{"{\"msg\": \"never\"}"}] {"{ false }"}
        """;

    /// <summary>A constraint, of what stands in its spec as one line.</summary>
    public static string Constraint(string spec, string kind = "K8sAllowedRepos", string name = "dockerhub", string metadata = "") => $"""
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: {kind}
        metadata: {"{"}name: {name}{metadata}{"}"}
        spec: {spec}
        """;
}
