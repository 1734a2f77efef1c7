using System.Diagnostics.Metrics;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Telemetry;

/// <summary>How many templates and constraints there are, and how they stand.</summary>
internal sealed class StateMeter
{
    private static readonly string[] s_statuses = [GatekeeperNames.Active, GatekeeperNames.Error];
    private static readonly EnforcementAction[] s_actions = [EnforcementAction.Deny, EnforcementAction.DryRun, EnforcementAction.Warn, EnforcementAction.Scoped];

    private readonly PolicyState _state;

    public StateMeter(IMeterFactory meters, PolicyState state)
    {
        _state = state;
        var meter = meters.Create(GatekeeperNames.Meter);
        meter.CreateObservableGauge(GatekeeperNames.Templates, Templates, null, "Number of observed constraint templates");
        meter.CreateObservableGauge(GatekeeperNames.Constraints, Constraints, null, "Current number of known constraints");
    }

    private IEnumerable<Measurement<long>> Templates()
    {
        var templates = _state.Constraints.Templates;
        return s_statuses.Select(status => new Measurement<long>(templates.Count(t => StatusOf(t.Status) == status), Status(status)));
    }

    /// <summary>All that there can be, those without constraints too, as Gatekeeper reports them.</summary>
    private IEnumerable<Measurement<long>> Constraints()
    {
        var constraints = _state.Constraints.Constraints.CountBy(c => (ActionOf(c), StatusOf(c.Status))).ToDictionary();
        return from action in s_actions
               from status in s_statuses
               let count = constraints.GetValueOrDefault((action, status))
               select new Measurement<long>(count, new(GatekeeperNames.EnforcementAction, action.ToText()), Status(status));
    }

    /// <summary>A constraint that waits for its template is one that is not enforced.</summary>
    private static string StatusOf(StoreStatus status) => status == StoreStatus.Active ? GatekeeperNames.Active : GatekeeperNames.Error;

    private static EnforcementAction ActionOf(ConstraintState constraint)
        => constraint.Constraint?.Action ?? s_actions.FirstOrDefault(a => a.ToText() == constraint.Document.TextAt("spec", "enforcementAction"));

    private static KeyValuePair<string, object?> Status(string status) => new(GatekeeperNames.Status, status);
}
