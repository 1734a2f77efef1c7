using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.ServiceDefaults.Options;

namespace Bouncer.GatekeeperAdapter.Options;

/// <summary>All settings. Those that Gatekeeper has go by its names.</summary>
internal static class Settings
{
    public const int DefaultPort = 8443;
    public const int DefaultManagementPort = 9090;
    public const double DefaultShutdownDelay = 3;
    public const double MaxShutdownDelay = 300;
    public const double DefaultEvaluationTimeout = 1;
    public const double MinEvaluationTimeout = 0.01;
    public const double MaxEvaluationTimeout = 30;
    public const int MaxServingThreadsLimit = 1024;
    public const string DefaultNamespace = "gatekeeper-system";
    public const string DefaultClientName = "kube-apiserver";
    public const string DefaultDisabledBuiltin = "http.send";

    public static Setting Certificate { get; } = new(
        "--cert", "BOUNCER_CERTIFICATE", "Certificate chain shown to the API server, PEM. Reloaded when it changes.", "FILE", "-c");

    public static Setting Key { get; } = new(
        "--key", "BOUNCER_KEY", "Key of the certificate, PEM. Reloaded when it changes.", "FILE", "-k");

    public static Setting CertificateFolder { get; } = new(
        "--cert-dir", "BOUNCER_CERTIFICATE_DIR", "Folder with tls.crt and tls.key, in place of --cert and --key.", "FOLDER");

    public static Setting TlsMinVersion { get; } = new(
        "--tls-min-version", "BOUNCER_TLS_MIN_VERSION", "Lowest version of TLS, 1.2 or 1.3; 1.3 if not given.", "VERSION");

    public static Setting ClientAuthority { get; } = new(
        "--client-ca", "BOUNCER_CLIENT_CA", "Require client certificates of these authorities, PEM. Reloaded when it changes.", "FILE");

    public static Setting ClientName { get; } = new(
        "--client-cn-name", "BOUNCER_CLIENT_CN_NAME", $"With --client-ca: require one of these names in the client certificate, as CN or DNS name, divided by commas; {DefaultClientName} if not given.", "LIST");

    public static Setting Bind { get; } = new(
        "--bind", "BOUNCER_BIND", "Address to listen on, for both ports; all addresses if not given.", "ADDRESS");

    public static Setting Port { get; } = new(
        "--port", "BOUNCER_PORT", $"Port of the admission endpoint; {DefaultPort} if not given.", "PORT", "-p");

    public static Setting ManagementPort { get; } = new(
        "--management-port", "BOUNCER_MANAGEMENT_PORT", $"Port of /healthz, /livez, /readyz, /metrics and /version, plain HTTP; {DefaultManagementPort} if not given.", "PORT");

    public static Setting State { get; } = new(
        "--state", "BOUNCER_STATE", "Where templates and constraints come from: folder or cluster. If not given: cluster with --kubeconfig or in a Pod without --policies, else folder.", "SOURCE");

    public static Setting Policies { get; } = new(
        "--policies", "BOUNCER_POLICIES", "Folder of templates, constraints, Config, Namespaces and other objects, YAML or JSON. Reloaded when it changes.", "FOLDER");

    public static Setting Kubeconfig { get; } = new(
        "--kubeconfig", "BOUNCER_KUBECONFIG", "Kubeconfig of the cluster; the service account of the Pod if not given.", "FILE");

    public static Setting Operations { get; } = new(
        "--operation", "BOUNCER_OPERATION", "What this replica does: webhook, audit, status; may be given several times. All if not given.", "LIST");

    public static Setting PodName { get; } = new(
        "--pod-name", "POD_NAME", "Name of this Pod, in status and leases; the host's name if not given.", "NAME");

    public static Setting Namespace { get; } = new(
        "--namespace", "POD_NAMESPACE", $"Namespace that this runs in; {DefaultNamespace} if not given.", "NAME");

    public static Setting ExemptNamespace { get; } = new(
        "--exempt-namespace", "BOUNCER_EXEMPT_NAMESPACE", "Namespaces that may carry the label admission.gatekeeper.sh/ignore.", "LIST");

    public static Setting ExemptNamespacePrefix { get; } = new(
        "--exempt-namespace-prefix", "BOUNCER_EXEMPT_NAMESPACE_PREFIX", "The same, by what their names begin with.", "LIST");

    public static Setting ExemptNamespaceSuffix { get; } = new(
        "--exempt-namespace-suffix", "BOUNCER_EXEMPT_NAMESPACE_SUFFIX", "The same, by what their names end with.", "LIST");

    public static Setting LogDenies { get; } = new(
        "--log-denies", "BOUNCER_LOG_DENIES", "Log each violation of a review: deny, warn and dryrun.", null);

    public static Setting MaxServingThreads { get; } = new(
        "--max-serving-threads", "BOUNCER_MAX_SERVING_THREADS", "How many reviews are evaluated at the same time; the number of processors if not given or -1.", "NUMBER");

    public static Setting EvaluationTimeout { get; } = new(
        "--evaluation-timeout", "BOUNCER_EVALUATION_TIMEOUT", $"Seconds that the evaluation of one constraint may take; {DefaultEvaluationTimeout} if not given.", "SECONDS");

    public static Setting AuditInterval { get; } = new(
        "--audit-interval", "BOUNCER_AUDIT_INTERVAL", $"Seconds from one audit to the next; {AuditOptions.DefaultInterval} if not given, 0 for audits on demand alone.", "SECONDS");

    public static Setting AuditChunkSize { get; } = new(
        "--audit-chunk-size", "BOUNCER_AUDIT_CHUNK_SIZE", $"The most objects that the audit asks for at a time; {AuditOptions.DefaultChunkSize} if not given, 0 for all of a kind.", "NUMBER");

    public static Setting AuditMatchKindOnly { get; } = new(
        "--audit-match-kind-only", "BOUNCER_AUDIT_MATCH_KIND_ONLY", "Taken for Gatekeeper's sake, and always on: the audit lists the kinds that constraints match and no others, all kinds if a constraint matches all.", null);

    public static Setting ViolationsLimit { get; } = new(
        "--constraint-violations-limit", "BOUNCER_CONSTRAINT_VIOLATIONS_LIMIT", $"The most violations in the status of a constraint; {AuditOptions.DefaultViolationsLimit} if not given.", "NUMBER");

    public static Setting DisableEnforcementActionValidation { get; } = new(
        "--disable-enforcementaction-validation", "BOUNCER_DISABLE_ENFORCEMENTACTION_VALIDATION", "Admit constraints with an unknown enforcementAction.", null);

    public static Setting SegmentSafePrefixes { get; } = new(
        "--segment-safe-prefixes", "BOUNCER_SEGMENT_SAFE_PREFIXES", "Compare the prefixes of images in all constraints by whole segments: docker.io is not docker.io.example.com.", null);

    public static Setting DisabledBuiltins { get; } = new(
        "--disable-opa-builtin", "BOUNCER_DISABLE_OPA_BUILTIN", $"Builtins that templates may not call, divided by commas; {DefaultDisabledBuiltin} if not given.", "LIST");

    public static Setting ShutdownDelay { get; } = new(
        "--shutdown-delay", "BOUNCER_SHUTDOWN_DELAY", $"Seconds between a red /readyz and the closing of the port; {DefaultShutdownDelay} if not given.", "SECONDS");

    public static Setting Debug { get; } = new(
        "--debug", "BOUNCER_DEBUG", "Write debug logs, plain admissions among them.", null);

    public static Setting Redact { get; } = new(
        "--redact", "BOUNCER_REDACT", "Whether logs and spans tell the reasons of decisions, which name images: everything (none) or nothing (hash, omit); none if not given.", "none|hash|omit");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Certificate, Key, CertificateFolder, TlsMinVersion, ClientAuthority, ClientName, Bind, Port, ManagementPort,
        State, Policies, Kubeconfig, Operations, PodName, Namespace,
        ExemptNamespace, ExemptNamespacePrefix, ExemptNamespaceSuffix, LogDenies, MaxServingThreads, EvaluationTimeout,
        AuditInterval, AuditChunkSize, AuditMatchKindOnly, ViolationsLimit,
        DisableEnforcementActionValidation, SegmentSafePrefixes, DisabledBuiltins, ShutdownDelay, Debug, Redact,
    ];
}
