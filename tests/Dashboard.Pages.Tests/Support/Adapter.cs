using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Bouncer.Dashboard.Pages.Tests.Support;

/// <summary>A Gatekeeper adapter, as far as its telemetry goes: OpenTelemetry's own exporters, and the names of docs/gatekeeper.md and
/// docs/audit.md.</summary>
internal sealed class Adapter : IDisposable
{
    private readonly Meter _meter = new("gatekeeper");
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _policies;
    private readonly ILogger _audit;
    private int _listings;

    public Adapter(Uri otlp)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("gatekeeper-adapter", serviceVersion: "0.1.0", serviceInstanceId: "leader");
        void To(OtlpExporterOptions exporter, string path)
        {
            exporter.Endpoint = new Uri(otlp, path);
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }

        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter("gatekeeper")
            .AddOtlpExporter((exporter, _) => To(exporter, "/v1/metrics"))
            .Build();
        _logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(telemetry =>
        {
            telemetry.SetResourceBuilder(resource);
            telemetry.AddOtlpExporter(exporter => To(exporter, "/v1/logs"));
        }));
        _policies = _logs.CreateLogger("Bouncer.Policies");
        _audit = _logs.CreateLogger("Bouncer.GatekeeperAdapter.Audit.Runs.Auditor");
    }

    /// <summary>Counts, as metrics do.</summary>
    public void Count(string metric, long count, params KeyValuePair<string, object?>[] labels)
        => _meter.CreateObservableGauge(metric, () => new Measurement<long>(count, labels));

    /// <summary>Lists policies one by one.</summary>
    public void List(IReadOnlyList<Template> templates, IReadOnlyList<Constraint> constraints)
    {
        var id = (++_listings).ToString(CultureInfo.InvariantCulture);
        foreach (var template in templates)
        {
            Write(
                _policies, "", ("event_type", "template_listed"), ("listing_id", id), ("template_name", template.Kind.ToLowerInvariant()),
                ("constraint_kind", template.Kind), ("template_status", template.Status), ("problem", template.Problem));
        }

        foreach (var constraint in constraints)
        {
            Write(
                _policies, "", ("event_type", "constraint_listed"), ("listing_id", id), ("constraint_kind", constraint.Kind),
                ("constraint_name", constraint.Name), ("constraint_action", constraint.Action), ("constraint_status", constraint.Status),
                ("constraint_violations", constraint.Violations?.ToString(CultureInfo.InvariantCulture) ?? ""), ("problem", constraint.Problem));
        }

        Write(
            _policies, "", ("event_type", "policies_listed"), ("listing_id", id), ("policy_version", "8be1f03c5a77"),
            ("listed", templates.Count + constraints.Count), ("unlisted", 0));
    }

    /// <summary>Tells an audit that is over.</summary>
    public void Audit(params IReadOnlyList<Violation> violations)
    {
        Write(_audit, "auditing constraints and violations", ("event_type", "audit_started"), ("audit_id", "1"));
        foreach (var violation in violations)
        {
            Write(
                _audit, violation.Message, ("event_type", "violation_audited"), ("audit_id", "1"), ("constraint_kind", violation.Constraint.Kind),
                ("constraint_name", violation.Constraint.Name), ("constraint_action", violation.Constraint.Action), ("resource_kind", violation.Kind),
                ("resource_namespace", violation.Namespace), ("resource_name", violation.Name));
        }

        Write(_audit, "auditing is complete", ("event_type", "audit_finished"), ("audit_id", "1"));
    }

    /// <summary>Sends the metrics; logs are sent at the end.</summary>
    public void Send() => Assert.True(_metrics.ForceFlush(), "The metrics could not be sent.");

    public void Dispose()
    {
        _metrics.Dispose();
        _logs.Dispose(); // Sends the logs.
        _meter.Dispose();
    }

    private static void Write(ILogger log, string message, params (string Name, object Value)[] fields)
        => log.Log(
            LogLevel.Information,
            default,
            (IReadOnlyList<KeyValuePair<string, object?>>)[.. fields.Select(f => new KeyValuePair<string, object?>(f.Name, f.Value))],
            null,
            (_, _) => message);

    /// <summary>A template.</summary>
    internal sealed record Template(string Kind, string Status = "active", string Problem = "");

    /// <summary>A constraint.</summary>
    internal sealed record Constraint(string Kind, string Name, string Action = "deny", long? Violations = 0, string Status = "active", string Problem = "");

    /// <summary>A violation that an audit found.</summary>
    internal sealed record Violation(Constraint Constraint, string Kind, string Namespace, string Name, string Message);
}
