using Bouncer.Admission.Recording;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.GatekeeperAdapter.Admission;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>A line of the log for each violation of a review, with the keys of Gatekeeper's <c>--log-denies</c> (its pkg/logging).</summary>
internal sealed class ViolationLog(ILoggerFactory logs)
{
    private static readonly EventId s_event = new(522, "Violation");
    private readonly ILogger _log = logs.CreateLogger("Bouncer.Violations");

    public void Write(AdmitRequest request, Violation violation)
    {
        var constraint = violation.Constraint;
        var version = constraint.Document.TextAt("apiVersion");
        LogEvent.Write(
            _log,
            s_event,
            $"denied admission: {Bounded.Text(violation.Message)}",
            ("process", "admission"),
            ("details", RegoJson.ToJson(violation.Details)),
            ("event_type", "violation"),
            ("constraint_name", constraint.Name),
            ("constraint_group", Constraint.Group),
            ("constraint_api_version", version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..]),
            ("constraint_kind", constraint.Kind),
            ("constraint_action", constraint.Action.ToText()),
            ("constraint_enforcement_actions", constraint.Action == EnforcementAction.Scoped ? string.Join(',', violation.Actions.Select(a => a.ToText())) : ""),
            ("resource_group", request.Kind.Group),
            ("resource_api_version", request.Kind.Version),
            ("resource_kind", request.Kind.Kind),
            ("resource_namespace", Bounded.Text(request.Namespace)),
            ("resource_name", Bounded.Text(request.ObjectName)),
            ("request_username", Bounded.Text(request.Username)));
    }
}
