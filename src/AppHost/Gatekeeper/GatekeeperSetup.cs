using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Cluster;

namespace Bouncer.AppHost.Gatekeeper;

/// <summary>What a cluster needs so that it asks gatekeeper-adapter: a namespace, and once the service answers the webhooks and
/// the templates and constraints to begin with.</summary>
internal static class GatekeeperSetup
{
    /// <summary>Where Gatekeeper, and gatekeeper-adapter too, keeps what is its own.</summary>
    public const string Namespace = "gatekeeper-system";

    /// <summary>For the API server to serve a new kind of constraint, which takes a moment after its template.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Creates the namespace, with the label that keeps the webhooks out of it.</summary>
    /// <param name="kubectl">The cluster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null, or what went wrong.</returns>
    public static Task<string?> CreateNamespaceAsync(Kubectl kubectl, CancellationToken cancellationToken) => kubectl.ApplyAsync(
        $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{Namespace}}
          labels: {admission.gatekeeper.sh/ignore: no-self-managing}
        """,
        cancellationToken);

    /// <summary>Registers the webhooks, then applies the folder.</summary>
    /// <param name="kubectl">The cluster.</param>
    /// <param name="admission">The URL of gatekeeper-adapter.</param>
    /// <param name="certificates">What the API server trusts it by.</param>
    /// <param name="folder">The templates and constraints.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null, or what went wrong.</returns>
    public static async Task<string?> ApplyAsync(
        Kubectl kubectl, string admission, DevelopmentCertificates certificates, string folder, CancellationToken cancellationToken)
    {
        var authority = await File.ReadAllBytesAsync(certificates.Authority, cancellationToken).ConfigureAwait(false);
        if (await kubectl.ApplyAsync(Webhooks(admission, authority), cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        string? refusal;
        while ((refusal = await kubectl.ApplyFolderAsync(folder, cancellationToken).ConfigureAwait(false)) is not null
               && IsOfAKindThatComes(refusal) && !deadline.IsCancellationRequested)
        {
            // The template is there now, and its kind will be.
        }

        return refusal;
    }

    /// <summary>The webhooks as Gatekeeper registers them, but for the address: the service runs outside the cluster.</summary>
    /// <param name="admission">The URL of gatekeeper-adapter.</param>
    /// <param name="authority">The PEM file of the authority that issued its certificate.</param>
    public static string Webhooks(string admission, ReadOnlySpan<byte> authority) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata:
          name: gatekeeper-validating-webhook-configuration
        webhooks:
        - name: validation.gatekeeper.sh
          admissionReviewVersions: [v1, v1beta1]
          clientConfig:
            url: {{admission}}/v1/admit
            caBundle: {{Convert.ToBase64String(authority)}}
          failurePolicy: Ignore
          matchPolicy: Exact
          namespaceSelector:
            matchExpressions:
            - {key: admission.gatekeeper.sh/ignore, operator: DoesNotExist}
          rules:
          - apiGroups: ["*"]
            apiVersions: ["*"]
            operations: [CREATE, UPDATE]
            resources: ["*", pods/ephemeralcontainers, pods/eviction, pods/binding, pods/resize, deployments/scale, replicasets/scale, statefulsets/scale, replicationcontrollers/scale, services/status]
          sideEffects: None
          timeoutSeconds: 3
        - name: check-ignore-label.gatekeeper.sh
          admissionReviewVersions: [v1, v1beta1]
          clientConfig:
            url: {{admission}}/v1/admitlabel
            caBundle: {{Convert.ToBase64String(authority)}}
          failurePolicy: Fail
          matchPolicy: Exact
          rules:
          - apiGroups: [""]
            apiVersions: ["*"]
            operations: [CREATE, UPDATE]
            resources: [namespaces]
          sideEffects: None
          timeoutSeconds: 3
        """;

    private static bool IsOfAKindThatComes(string refusal) => refusal.Contains("no matches for kind", StringComparison.Ordinal);
}
