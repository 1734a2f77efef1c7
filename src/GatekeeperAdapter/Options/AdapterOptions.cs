using System.Net;
using Bouncer.Admission.Recording;
using Bouncer.GatekeeperAdapter.Audit;

namespace Bouncer.GatekeeperAdapter.Options;

/// <summary>What the service was told at its start. Everything here has been checked; files have not been read.</summary>
internal sealed record AdapterOptions
{
    /// <summary>PEM file of the certificate chain shown to the API server.</summary>
    public required string CertificatePath { get; init; }

    /// <summary>PEM file of its key.</summary>
    public required string KeyPath { get; init; }

    /// <summary>Whether TLS 1.2 is spoken too.</summary>
    public bool AllowsTls12 { get; init; }

    /// <summary>PEM file of the authorities whose client certificates are required; null to require none.</summary>
    public string? ClientAuthorityPath { get; init; }

    /// <summary>Names of which a client certificate must carry one.</summary>
    public IReadOnlyList<string> ClientNames { get; init; } = [];

    /// <summary>The address to listen on; null for all.</summary>
    public IPAddress? Bind { get; init; }

    /// <summary>The port of the admission endpoint; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The port of the management endpoint; 0 for any free one.</summary>
    public int ManagementPort { get; init; }

    /// <summary>How long readiness is red before the server closes.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>Whether debug logs are written.</summary>
    public bool Debug { get; init; }

    /// <summary>Where templates and constraints come from.</summary>
    public StateSource State { get; init; }

    /// <summary>The folder of templates and constraints; null for the embedded default.</summary>
    public string? PoliciesPath { get; init; }

    /// <summary>The kubeconfig of the cluster; null for the service account of the Pod.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>What this replica does.</summary>
    public IReadOnlySet<Operation> Operations { get; init; } = new HashSet<Operation>(Enum.GetValues<Operation>());

    /// <summary>The Pod that this is, in status and leases.</summary>
    public string PodName { get; init; } = "";

    /// <summary>The namespace that this runs in.</summary>
    public string Namespace { get; init; } = Settings.DefaultNamespace;

    /// <summary>Which namespaces may carry the label that exempts them from admission.</summary>
    public ExemptNamespaces Exempt { get; init; } = ExemptNamespaces.None;

    /// <summary>Whether each violation is logged.</summary>
    public bool LogDenies { get; init; }

    /// <summary>How many reviews are evaluated at the same time.</summary>
    public int MaxServingThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>How long the evaluation of one constraint may take.</summary>
    public TimeSpan EvaluationTimeout { get; init; } = TimeSpan.FromSeconds(Settings.DefaultEvaluationTimeout);

    /// <summary>Whether an unknown <c>enforcementAction</c> is refused.</summary>
    public bool ValidateEnforcementAction { get; init; } = true;

    /// <summary>Whether prefixes of images are compared segment by segment.</summary>
    public bool SegmentSafePrefixes { get; init; }

    /// <summary>How the audit runs.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>What is told of reviews.</summary>
    public RecordingOptions Recording { get; init; } = new();

    /// <summary>Builtins that templates may not call.</summary>
    public IReadOnlyList<string> DisabledBuiltins { get; init; } = [Settings.DefaultDisabledBuiltin];
}

/// <summary>Where templates and constraints come from.</summary>
internal enum StateSource
{
    /// <summary>A folder of YAML, or the embedded default.</summary>
    Folder,

    /// <summary>A cluster.</summary>
    Cluster,
}

/// <summary>What a replica can do.</summary>
internal enum Operation
{
    /// <summary>Answer admission requests.</summary>
    Webhook,

    /// <summary>Look through what is in the cluster.</summary>
    Audit,

    /// <summary>Write how templates and constraints stand.</summary>
    Status,
}
