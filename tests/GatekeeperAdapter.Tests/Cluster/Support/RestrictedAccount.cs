using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;
using Bouncer.TestSupport;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster.Support;

/// <summary>An account of a real cluster that may do what the adapter has to do, but for what it would do with
/// CustomResourceDefinitions.</summary>
internal sealed class RestrictedAccount : IDisposable
{
    private const string Name = "restricted";

    private readonly TemporaryFolder _folder = new();

    private RestrictedAccount()
    {
    }

    public string KubeconfigFile => _folder.File("kubeconfig");

    /// <summary>Creates the account, once in a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="verbs">What it may do with CustomResourceDefinitions.</param>
    public static async Task<RestrictedAccount> CreateAsync(RealCluster cluster, params string[] verbs)
    {
        await cluster.CreateAsync(new("", "v1", "serviceaccounts"), $"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {Name}}}}}", "default");
        await cluster.CreateAsync(new("rbac.authorization.k8s.io", "v1", "clusterroles"), $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: {{Name}}}
            rules:
            - apiGroups: [templates.gatekeeper.sh, constraints.gatekeeper.sh, config.gatekeeper.sh, syncset.gatekeeper.sh]
              resources: ["*"]
              verbs: [get, list, watch, update, patch]
            - apiGroups: [""]
              resources: [namespaces, pods]
              verbs: [get, list, watch]
            - apiGroups: [apiextensions.k8s.io]
              resources: [customresourcedefinitions]
              verbs: [{{string.Join(", ", verbs.DefaultIfEmpty("none"))}}]
            """);
        await cluster.CreateAsync(new("rbac.authorization.k8s.io", "v1", "clusterrolebindings"), $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: {{Name}}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{Name}}}
            subjects: [{kind: ServiceAccount, name: {{Name}}, namespace: default}]
            """);
        var token = await cluster.CreateAsync(
            new("", "v1", $"serviceaccounts/{Name}/token"), "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {audiences: []}}", "default");

        var account = new RestrictedAccount();
        account._folder.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            current-context: {{Name}}
            contexts: [{name: {{Name}}, context: {cluster: here, user: {{Name}}} }]
            clusters: [{name: here, cluster: {{ClusterOf(cluster.ControlPlane.KubeconfigFile)}} }]
            users: [{name: {{Name}}, user: {token: {{token.TextAt("status", "token")}}} }]
            """);
        return account;
    }

    public void Dispose() => _folder.Dispose();

    private static RegoObject ClusterOf(string kubeconfig)
    {
        var document = (RegoObject)RegoYaml.ParseAll(kubeconfig, File.ReadAllText(kubeconfig)).Documents.Single().Value;
        return (RegoObject)document.ListAt("clusters").OfType<RegoObject>().Single().At("cluster")!;
    }
}
