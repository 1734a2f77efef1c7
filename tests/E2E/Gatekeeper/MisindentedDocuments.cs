namespace Bouncer.E2E.Gatekeeper;

/// <summary>Two documents with a part that is indented as far as another: mistakes that are easily made and hard to see, since
/// an API server drops what it does not know.</summary>
internal static class MisindentedDocuments
{
    /// <summary><c>targets</c> stands beside <c>spec</c>.</summary>
    public const string Template = """
        apiVersion: templates.gatekeeper.sh/v1beta1
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
              begins := [begin | begin := startswith(container.image, input.parameters.repos[_])]
              not any(begins)
              msg := sprintf("image %v is not allowed", [container.image])
            }
        """;

    /// <summary><c>kinds</c> stands beside <c>match</c>.</summary>
    public const string Constraint = """
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: K8sAllowedRepos
        metadata:
          name: whitelist-dockerhub
        spec:
          match:
          kinds:
          - apiGroups: [""]
            kinds: ["Pod"]
          parameters:
            repos: ["docker.io"]
        """;
}
