using Bouncer.Admission.Recording;
using Bouncer.ServiceDefaults.Options;

namespace Bouncer.Webhook.Options;

/// <summary>All settings. The first five are kube-image-bouncer's, with its names.</summary>
internal static class Settings
{
    public const int DefaultPort = 1323;
    public const int DefaultManagementPort = 9090;
    public const double DefaultShutdownDelay = 3;
    public const double MaxShutdownDelay = 300;

    public static Setting Certificate { get; } = new(
        "--cert", "BOUNCER_CERTIFICATE", "Certificate chain shown to the API server, PEM. Reloaded when it changes.", "FILE", "-c");

    public static Setting Key { get; } = new(
        "--key", "BOUNCER_KEY", "Key of the certificate, PEM. Reloaded when it changes.", "FILE", "-k");

    public static Setting RegistryWhitelist { get; } = new(
        "--registry-whitelist", "BOUNCER_REGISTRY_WHITELIST", "Registries whose images may run, divided by commas: shorthand for a policy.", "LIST");

    public static Setting Port { get; } = new(
        "--port", "BOUNCER_PORT", $"Port of the admission endpoint; {DefaultPort} if not given.", "PORT", "-p");

    public static Setting Debug { get; } = new(
        "--debug", "BOUNCER_DEBUG", "Write debug logs, plain admissions among them.", null);

    public static Setting Policy { get; } = new(
        "--policy", "BOUNCER_POLICY", "Image policy, YAML or JSON. Reloaded when it changes.", "FILE");

    public static Setting RejectLatest { get; } = new(
        "--reject-latest", "BOUNCER_REJECT_LATEST", "With --registry-whitelist: refuse the tag latest too, written or implied.", null);

    public static Setting ClientAuthority { get; } = new(
        "--client-ca", "BOUNCER_CLIENT_CA", "Require client certificates of these authorities, PEM. Reloaded when it changes.", "FILE");

    public static Setting ClientName { get; } = new(
        "--client-name", "BOUNCER_CLIENT_NAME", "Require one of these names in the client certificate, as CN or DNS name, divided by commas.", "LIST");

    public static Setting Bind { get; } = new(
        "--bind", "BOUNCER_BIND", "Address to listen on, for both ports; all addresses if not given.", "ADDRESS");

    public static Setting ManagementPort { get; } = new(
        "--management-port", "BOUNCER_MANAGEMENT_PORT", $"Port of /livez, /readyz, /metrics and /version, plain HTTP; {DefaultManagementPort} if not given.", "PORT");

    public static Setting ShutdownDelay { get; } = new(
        "--shutdown-delay", "BOUNCER_SHUTDOWN_DELAY", $"Seconds between a red /readyz and the closing of the port; {DefaultShutdownDelay} if not given.", "SECONDS");

    public static Setting Redact { get; } = new(
        "--redact", "BOUNCER_REDACT", "What logs and spans tell of images and annotations: everything (none), hashes (hash) or nothing (omit); none if not given.", "none|hash|omit");

    public static Setting RefusedRegistries { get; } = new(
        "--refused-registries", "BOUNCER_REFUSED_REGISTRIES", $"How many registries of refused images the metrics tell apart, the first ones that come; {RecordingOptions.DefaultRegistries} if not given.", "NUMBER");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Certificate, Key, RegistryWhitelist, Port, Debug, Policy, RejectLatest, ClientAuthority, ClientName, Bind, ManagementPort, ShutdownDelay,
        Redact, RefusedRegistries,
    ];
}
