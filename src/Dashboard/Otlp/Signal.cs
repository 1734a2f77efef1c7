namespace Bouncer.Dashboard.Otlp;

/// <summary>The kinds of telemetry that OTLP carries.</summary>
internal enum Signal
{
    Traces,
    Logs,
    Metrics,
}

/// <summary>What a signal is called on the wire.</summary>
internal static class SignalNames
{
    public static IReadOnlyList<Signal> All { get; } = Enum.GetValues<Signal>();

    /// <summary>The path of OTLP over HTTP.</summary>
    public static string Path(this Signal signal) => signal switch
    {
        Signal.Traces => "/v1/traces",
        Signal.Logs => "/v1/logs",
        _ => "/v1/metrics",
    };

    /// <summary>The service of OTLP over gRPC; its method is <c>Export</c>.</summary>
    public static string GrpcService(this Signal signal) => signal switch
    {
        Signal.Traces => "opentelemetry.proto.collector.trace.v1.TraceService",
        Signal.Logs => "opentelemetry.proto.collector.logs.v1.LogsService",
        _ => "opentelemetry.proto.collector.metrics.v1.MetricsService",
    };
}
