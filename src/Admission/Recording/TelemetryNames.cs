namespace Bouncer.Admission.Recording;

/// <summary>Names of signals and their attributes. They are a contract with dashboards and alerts: docs/telemetry.md lists
/// them, and a test compares that list with what is emitted.</summary>
public static class TelemetryNames
{
    /// <summary>The activity source and the meter.</summary>
    public const string Source = "Bouncer.Admission";

    /// <summary>The category of decision logs.</summary>
    public const string DecisionLog = "Bouncer.Decisions";

    /// <summary>Counter: reviews answered.</summary>
    public const string Reviews = "bouncer.reviews";

    /// <summary>Histogram: seconds from the request's headers to the decision.</summary>
    public const string ReviewDuration = "bouncer.review.duration";

    /// <summary>Counter: images judged.</summary>
    public const string Images = "bouncer.images";

    /// <summary>Counter: images refused, by registry.</summary>
    public const string RefusedImages = "bouncer.images.refused";

    /// <summary>Counter: rules broken.</summary>
    public const string Violations = "bouncer.violations";

    /// <summary>Counter: pods seen that an API server had admitted without an answer of ours.</summary>
    public const string FailedOpen = "bouncer.failed_open.sightings";

    /// <summary>Counter: connections refused for their client certificate.</summary>
    public const string ClientsRefused = "bouncer.tls.clients.refused";

    /// <summary>Gauge: when a certificate ends, in Unix seconds.</summary>
    public const string CertificateExpiry = "bouncer.tls.certificate.expiry";

    /// <summary>Counter: attempts to load a file that had changed.</summary>
    public const string Reloads = "bouncer.reloads";

    /// <summary>Gauge: how many versions of a file have been loaded since the start.</summary>
    public const string Generation = "bouncer.file.generation";

    /// <summary>Gauge: when the version in use was loaded, in Unix seconds.</summary>
    public const string Loaded = "bouncer.file.loaded";

    /// <summary>Gauge: 1 while a file as it is now cannot be used, 0 otherwise.</summary>
    public const string Failing = "bouncer.file.failing";

    /// <summary>Attribute: <c>image_review</c> or <c>admission_review</c>.</summary>
    public const string Protocol = "bouncer.protocol";

    /// <summary>Attribute of spans: the version of HTTP, by OpenTelemetry's conventions.</summary>
    public const string ProtocolVersion = "network.protocol.version";

    /// <summary>Attribute: <c>allowed</c>, <c>denied</c> or <c>failed</c>.</summary>
    public const string Outcome = "bouncer.outcome";

    /// <summary>Attribute: the decision's identifier.</summary>
    public const string DecisionId = "bouncer.decision.id";

    /// <summary>Attribute: the policy's version.</summary>
    public const string PolicyVersion = "bouncer.policy.version";

    /// <summary>Attribute: the names of the rules that decided.</summary>
    public const string Rules = "bouncer.rules";

    /// <summary>Attribute: the name of a rule.</summary>
    public const string Rule = "bouncer.rule";

    /// <summary>Attribute: <c>deny</c>, <c>warn</c> or <c>dryrun</c>.</summary>
    public const string Enforcement = "bouncer.enforcement";

    /// <summary>Attribute: the images as written.</summary>
    public const string ImageNames = "bouncer.image.names";

    /// <summary>Attribute: the registry of a refused image.</summary>
    public const string Registry = "bouncer.registry";

    /// <summary>Attribute: why a review was refused.</summary>
    public const string Reason = "bouncer.reason";

    /// <summary>Attribute: the operation of an admission request.</summary>
    public const string Operation = "bouncer.operation";

    /// <summary>Attribute: the kind of the reviewed object.</summary>
    public const string ObjectKind = "bouncer.object.kind";

    /// <summary>Attribute: the name of the reviewed object.</summary>
    public const string ObjectName = "bouncer.object.name";

    /// <summary>Attribute of OpenTelemetry's conventions: the namespace.</summary>
    public const string Namespace = "k8s.namespace.name";

    /// <summary>Attribute: which file or certificate (<c>policy</c>, <c>certificate</c>, <c>client-ca</c>).</summary>
    public const string File = "bouncer.file";

    /// <summary>Attribute: <c>loaded</c>, <c>loaded_in_part</c> or <c>failed</c>.</summary>
    public const string Result = "bouncer.result";
}
