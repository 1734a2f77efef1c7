using System.Collections.Concurrent;
using Bouncer.Constraints;
using Bouncer.Constraints.Store;
using Bouncer.Constraints.Templates;
using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.Cluster.Status;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.Cluster.Work;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Policies;

/// <summary>
/// Templates of the cluster: compiled and in force the moment they are seen, and then, aside, their CustomResourceDefinition
/// made, their constraints watched and their status written.
/// </summary>
internal sealed partial class TemplateController : IObjectEvents
{
    private const int Workers = 4;

    private const string Untended =
        "The CustomResourceDefinition of the constraints is not looked at, since the role of this service's account does not permit it: after a change of the schema it has to be applied by somebody else.";

    private readonly PolicyState _state;
    private readonly ConstraintCrds _crds;
    private readonly ConstraintController _constraints;
    private readonly StatusWriter _status;
    private readonly StartConditions _conditions;
    private readonly ILogger<TemplateController> _log;
    private readonly Applied _applied = new();
    private readonly ConcurrentDictionary<string, string> _goneUids = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _queue;

    public TemplateController(
        PolicyState state,
        ConstraintCrds crds,
        ConstraintController constraints,
        StatusWriter status,
        StartConditions conditions,
        TimeProvider time,
        ILogger<TemplateController> log)
    {
        _state = state;
        _crds = crds;
        _constraints = constraints;
        _status = status;
        _conditions = conditions;
        _log = log;
        _queue = new("the template", Workers, ReconcileAsync, time, log);
        crds.TemplateConcerned = Concern;
        crds.AllConcerned = () =>
        {
            foreach (var template in _applied.All)
            {
                Concern(template.Name());
            }
        };
        constraints.WhenListed = template =>
        {
            if (crds.IsForbidden)
            {
                Concern(template); // Nobody else tells that the API server knows the kind now.
            }
        };
    }

    /// <summary>The templates in their latest state.</summary>
    public IReadOnlyList<RegoObject> Templates => _applied.All;

    /// <summary>Brings a template's status in order again.</summary>
    public void Revisit(string name) => _queue.Add(name);

    /// <summary>Works aside until it is told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _queue.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Changed(RegoObject document)
    {
        if (document.IsBeingDeleted())
        {
            Removed(document);
            return;
        }

        var name = document.Name();
        if (!_applied.Keep(document))
        {
            return;
        }

        var change = _state.Apply(document);
        if (change.Kind == StoreChangeKind.Refused)
        {
            LogRefused(_log, name, string.Join("; ", change.Problems));
        }
        else
        {
            LogApplied(_log, name);
        }

        _queue.Add(name);
        _constraints.TemplateChanged(name);
    }

    /// <inheritdoc/>
    public void Removed(RegoObject document)
    {
        var name = document.Name();
        if (_applied.Forget(name) is not { } last)
        {
            return;
        }

        _constraints.Forget(name);
        _state.Constraints.Remove(ConstraintTemplate.Group, "ConstraintTemplate", name);
        LogRemoved(_log, name);
        _goneUids[name] = last.Uid();
        _queue.Add(name);
    }

    /// <inheritdoc/>
    public void Listed()
        => _conditions.TemplatesKnown(_state.Constraints.Templates.Where(t => t.Template is not null).Select(t => t.Name));

    private async Task ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_goneUids.TryGetValue(name, out var uid))
        {
            await _crds.DeleteAsync(name, uid, cancellationToken);
            _goneUids.TryRemove(new(name, uid));
        }

        if (_applied.Find(name) is not { } document
            || _state.Constraints.Templates.FirstOrDefault(t => t.Name == name) is not { } template)
        {
            return;
        }

        List<ConstraintProblem> problems = [.. template.Problems];
        if (template is { Status: StoreStatus.Active, Template: { } inForce }
            && await _crds.EnsureAsync(inForce, document, cancellationToken) is { } problem)
        {
            problems.Add(problem);
            if (!_crds.IsEstablished(name))
            {
                _conditions.ConstraintsKnown(name); // There can be none.
            }
        }

        if (_crds.IsEstablished(name) || _crds.IsForbidden)
        {
            _constraints.Follow(name);
        }

        await _status.WriteTemplateAsync(
            document, problems, _crds.IsForbidden ? [.. template.Warnings, Untended] : template.Warnings, cancellationToken);
    }

    private void Concern(string template)
    {
        if (_applied.Find(template) is not null)
        {
            _queue.Add(template);
        }
    }

    [LoggerMessage(EventId = 430, EventName = "TemplateApplied", Level = LogLevel.Information, Message = "Template {Name} is in force")]
    private static partial void LogApplied(ILogger log, string name);

    [LoggerMessage(EventId = 431, EventName = "TemplateRefused", Level = LogLevel.Error,
        Message = "Template {Name} is refused; an older version stays in force if there is one: {Problems}")]
    private static partial void LogRefused(ILogger log, string name, string problems);

    [LoggerMessage(EventId = 432, EventName = "TemplateRemoved", Level = LogLevel.Information, Message = "Template {Name} is gone")]
    private static partial void LogRemoved(ILogger log, string name);
}
