using Bouncer.LocalCluster.Binaries;
using Bouncer.LocalCluster.Certificates;

namespace Bouncer.LocalCluster.Components;

/// <summary>The command lines of the components.</summary>
internal static class Arguments
{
    public static IReadOnlyList<string> Etcd(Ports ports, string dataFolder) =>
    [
        "--name=local-cluster",
        $"--data-dir={dataFolder}",
        $"--listen-client-urls=http://127.0.0.1:{ports.EtcdClients}",
        $"--advertise-client-urls=http://127.0.0.1:{ports.EtcdClients}",
        $"--listen-peer-urls=http://127.0.0.1:{ports.EtcdPeers}",
        $"--initial-advertise-peer-urls=http://127.0.0.1:{ports.EtcdPeers}",
        $"--initial-cluster=local-cluster=http://127.0.0.1:{ports.EtcdPeers}",
    ];

    public static IReadOnlyList<string> ApiServer(Ports ports, ClusterCertificates certificates, ControlPlaneOptions options) =>
    [
        $"--etcd-servers=http://127.0.0.1:{ports.EtcdClients}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none", // The loopback address may not be an endpoint of service kubernetes.
        $"--secure-port={ports.ApiServer}",
        "--service-cluster-ip-range=10.0.0.0/24",
        $"--client-ca-file={certificates.Authority}",
        $"--tls-cert-file={certificates.ServerCertificate}",
        $"--tls-private-key-file={certificates.ServerKey}",
        $"--service-account-key-file={certificates.ServiceAccountKey}",
        $"--service-account-signing-key-file={certificates.ServiceAccountKey}",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--authorization-mode=Node,RBAC",
        "--allow-privileged=true",
        "--profiling=false",
        $"--enable-admission-plugins={string.Join(',', options.AdmissionPlugins.Prepend("NodeRestriction"))}",
        .. options.AdmissionConfigurationFile is { } file ? [$"--admission-control-config-file={file}"] : Array.Empty<string>(),
        .. FeatureGates(options),
        .. options.ApiServerArguments,
    ];

    public static IReadOnlyList<string> ControllerManager(Ports ports, KubernetesVersion version, string kubeconfig, ClusterCertificates certificates, ControlPlaneOptions options) =>
    [
        $"--kubeconfig={kubeconfig}",
        $"--service-account-private-key-file={certificates.ServiceAccountKey}",
        $"--root-ca-file={certificates.Authority}",
        $"--cluster-signing-cert-file={certificates.Authority}",
        $"--cluster-signing-key-file={certificates.AuthorityKey}",
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        // With the default of 20 requests a second the default service account takes seconds to appear.
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        "--profiling=false",
        "--bind-address=127.0.0.1",
        $"--secure-port={ports.ControllerManager}",
        $"--tls-cert-file={certificates.ServerCertificate}",
        $"--tls-private-key-file={certificates.ServerKey}",
        .. version.IsBefore(24) ? ["--port=0"] : Array.Empty<string>(), // The port without TLS, gone since.
        .. FeatureGates(options),
        .. options.ControllerManagerArguments,
    ];

    private static IEnumerable<string> FeatureGates(ControlPlaneOptions options)
        => options.FeatureGates.Count == 0
            ? []
            : [$"--feature-gates={string.Join(',', options.FeatureGates.Select(gate => $"{gate.Key}={(gate.Value ? "true" : "false")}"))}"];
}
