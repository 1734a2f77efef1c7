using Bouncer.ServiceDefaults.Options;

namespace Bouncer.Dashboard.Options;

/// <summary>All settings.</summary>
internal static class Settings
{
    public const int DefaultPort = 18888;
    public const int DefaultManagementPort = 18889;

    /// <summary>The port that OpenTelemetry gives to OTLP over gRPC.</summary>
    public const int DefaultGrpcPort = 4317;

    /// <summary>The port that OpenTelemetry gives to OTLP over HTTP.</summary>
    public const int DefaultHttpPort = 4318;

    public const int DefaultMemory = 256;
    public const int MinMemory = 16;
    public const int MaxMemory = 64 * 1024;
    public const int DefaultMaxRequest = 8;
    public const int MinMaxRequest = 1;
    public const int MaxMaxRequest = 64;
    public const int DefaultForwardQueue = 32;
    public const int MinForwardQueue = 1;
    public const int MaxForwardQueue = 1024;
    public const double DefaultShutdownDelay = 0;
    public const double MaxShutdownDelay = 300;

    /// <summary>A key that is shorter can be guessed.</summary>
    public const int MinApiKeyLength = 16;

    /// <summary>The same for the token of the pages.</summary>
    public const int MinTokenLength = 16;

    public static Setting Bind { get; } = new(
        "--bind", "BOUNCER_DASHBOARD_BIND", "Address to listen on, for all ports; the loopback interface, 127.0.0.1, if not given. Anything else needs --otlp-api-key.", "ADDRESS");

    public static Setting Port { get; } = new(
        "--port", "BOUNCER_DASHBOARD_PORT", $"Port of the pages; {DefaultPort} if not given.", "PORT", "-p");

    public static Setting ManagementPort { get; } = new(
        "--management-port", "BOUNCER_DASHBOARD_MANAGEMENT_PORT", $"Port of /healthz, /livez, /readyz, /metrics and /version; {DefaultManagementPort} if not given.", "PORT");

    public static Setting GrpcPort { get; } = new(
        "--otlp-grpc-port", "BOUNCER_DASHBOARD_OTLP_GRPC_PORT", $"Port of OTLP over gRPC; {DefaultGrpcPort} if not given.", "PORT");

    public static Setting HttpPort { get; } = new(
        "--otlp-http-port", "BOUNCER_DASHBOARD_OTLP_HTTP_PORT", $"Port of OTLP over HTTP, protobuf; {DefaultHttpPort} if not given.", "PORT");

    public static Setting ApiKey { get; } = new(
        "--otlp-api-key", "BOUNCER_DASHBOARD_OTLP_API_KEY", "Take telemetry only with this key in the header x-otlp-api-key. Better set by the variable: command lines are seen by others.", "KEY");

    public static Setting Token { get; } = new(
        "--token", "BOUNCER_DASHBOARD_TOKEN", "Token that lets people see the pages; a new one at every start, printed in the log, if not given. Better set by the variable.", "TOKEN");

    public static Setting Access { get; } = new(
        "--access", "BOUNCER_DASHBOARD_ACCESS", "Who sees the pages: token, or open for whoever reaches the port, behind a proxy that asks who it is; token if not given.", "token|open");

    public static Setting Resources { get; } = new(
        "--resources", "BOUNCER_DASHBOARD_RESOURCES", "The AppHost's endpoint that tells of its resources. The AppHost sets it.", "URL");

    public static Setting ResourcesToken { get; } = new(
        "--resources-token", "BOUNCER_DASHBOARD_RESOURCES_TOKEN", "Token of that endpoint. The AppHost sets it.", "TOKEN");

    public static Setting Memory { get; } = new(
        "--memory", "BOUNCER_DASHBOARD_MEMORY", $"How much telemetry is held, in MiB; {DefaultMemory} if not given. Beyond that the oldest goes.", "MIB");

    public static Setting MaxRequest { get; } = new(
        "--max-request", "BOUNCER_DASHBOARD_MAX_REQUEST", $"The largest request that is taken, unpacked, in MiB; {DefaultMaxRequest} if not given.", "MIB");

    public static Setting Forward { get; } = new(
        "--forward", "BOUNCER_DASHBOARD_FORWARD", "Pass everything on to this OTLP endpoint, HTTP with protobuf, such as http://collector:4318.", "URL");

    public static Setting ForwardHeaders { get; } = new(
        "--forward-headers", "BOUNCER_DASHBOARD_FORWARD_HEADERS", "Headers for that endpoint, name=value, divided by commas.", "LIST");

    public static Setting ForwardQueue { get; } = new(
        "--forward-queue", "BOUNCER_DASHBOARD_FORWARD_QUEUE", $"How much may wait to be passed on, in MiB; {DefaultForwardQueue} if not given. Beyond that the newest is dropped.", "MIB");

    public static Setting ShutdownDelay { get; } = new(
        "--shutdown-delay", "BOUNCER_DASHBOARD_SHUTDOWN_DELAY", $"Seconds between a red /readyz and the closing of the ports; {DefaultShutdownDelay} if not given.", "SECONDS");

    public static Setting Debug { get; } = new("--debug", "BOUNCER_DASHBOARD_DEBUG", "Write debug logs.", null);

    public static IReadOnlyList<Setting> All { get; } =
        [Bind, Port, ManagementPort, GrpcPort, HttpPort, ApiKey, Token, Access, Resources, ResourcesToken, Memory, MaxRequest, Forward, ForwardHeaders, ForwardQueue, ShutdownDelay, Debug];
}
