using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Yaml;

namespace Bouncer.GatekeeperAdapter.Tests.Support;

/// <summary>Templates and constraints of the tests.</summary>
internal static class Policies
{
    /// <summary>Images must begin with one of the repositories.</summary>
    public const string AllowedRepos = """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata:
          name: allowedrepos
        spec:
          crd:
            spec:
              names:
                kind: AllowedRepos
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
              package allowedrepos

              violation[{"msg": msg, "details": {"image": container.image}}] {
                container := input.review.object.spec.containers[_]
                not strings.any_prefix_match(container.image, input.parameters.repos)
                msg := sprintf("%v is not from an allowed repository", [container.image])
              }
        """;

    /// <summary>Takes longer than anybody waits.</summary>
    public const string Endless = """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata:
          name: endless
        spec:
          crd:
            spec:
              names:
                kind: Endless
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
              package endless

              violation[{"msg": "found"}] {
                some i, j, k
                range := numbers.range(1, 1000)
                range[i] * range[j] * range[k] == -1
              }
        """;

    public static string Template(string name, string kind, string rego)
        => $"""
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata:
              name: {name}
            spec:
              crd:
                spec:
                  names:
                    kind: {kind}
              targets:
              - target: admission.k8s.gatekeeper.sh
                rego: {JsonSerializer.Serialize(rego)}
            """;

    /// <summary>A constraint for Pods.</summary>
    public static string Constraint(
        string name = "repos", string kind = "AllowedRepos", string action = "deny", string? parameters = "{repos: [docker.io/]}", string match = "")
        => $$"""
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: {{kind}}
            metadata:
              name: {{name}}
            spec:
              enforcementAction: {{action}}
              match:
                kinds: [{apiGroups: [""], kinds: [Pod]}]
                {{match}}
              {{(parameters is null ? "" : $"parameters: {parameters}")}}
            """;

    public static string Config(string processes = "webhook", string namespaces = "kube-*")
        => $$"""
            apiVersion: config.gatekeeper.sh/v1alpha1
            kind: Config
            metadata:
              name: config
              namespace: gatekeeper-system
            spec:
              match:
              - excludedNamespaces: ["{{namespaces}}"]
                processes: ["{{processes}}"]
            """;

    /// <summary>YAML as the JSON that an API server would send.</summary>
    public static string Json(string yaml) => RegoJson.ToJson(Assert.Single(RegoYaml.ParseAll("test", yaml).Documents).Value);
}
