using System.Net;
using Bouncer.Admission.Recording;

namespace Bouncer.Webhook.Options;

/// <summary>What the service was told at its start. Everything here has been checked; files have not been read.</summary>
internal sealed record WebhookOptions
{
    /// <summary>PEM file of the certificate chain shown to the API server.</summary>
    public required string CertificatePath { get; init; }

    /// <summary>PEM file of its key.</summary>
    public required string KeyPath { get; init; }

    /// <summary>Policy file; null if the policy is a list of registries.</summary>
    public string? PolicyPath { get; init; }

    /// <summary>The registries that may be used, if there is no policy file.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>Whether a list of registries also refuses the tag <c>latest</c>.</summary>
    public bool RejectLatest { get; init; }

    /// <summary>PEM file of the authorities whose client certificates are required; null to require none.</summary>
    public string? ClientAuthorityPath { get; init; }

    /// <summary>Names of which a client certificate must carry one; any if empty.</summary>
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

    /// <summary>What is told of reviews.</summary>
    public RecordingOptions Recording { get; init; } = new();
}
