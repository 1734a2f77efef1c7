using Bouncer.Constraints;
using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Policies;

/// <summary>The constraints of one template, as their watch tells them: in force the moment they are seen.</summary>
/// <param name="state">Where they are put in force.</param>
/// <param name="changed">Is told the name of one whose status has to be written.</param>
/// <param name="listed">Is told when all have been applied.</param>
/// <param name="log">The log.</param>
internal sealed partial class ConstraintsOfTemplate(PolicyState state, Action<string> changed, Action listed, ILogger log) : IObjectEvents
{
    private readonly Lock _lock = new();
    private readonly Applied _applied = new();
    private bool _stopped;

    /// <summary>The constraints in their latest state.</summary>
    public IReadOnlyList<RegoObject> All => _applied.All;

    /// <summary>A constraint in its latest state; null if there is none.</summary>
    public RegoObject? Find(string name) => _applied.Find(name);

    /// <inheritdoc/>
    public void Changed(RegoObject document)
    {
        if (document.IsBeingDeleted())
        {
            Removed(document);
            return;
        }

        lock (_lock)
        {
            if (_stopped || !_applied.Keep(document))
            {
                return;
            }

            Tell(document, state.Apply(document));
        }

        changed(document.Name());
    }

    /// <inheritdoc/>
    public void Removed(RegoObject document)
    {
        lock (_lock)
        {
            if (!_stopped && _applied.Forget(document.Name()) is { } last)
            {
                TakeOut(last);
            }
        }
    }

    /// <inheritdoc/>
    public void Listed() => listed();

    /// <summary>Takes all out of force. Nothing is applied after this, whatever the watch still tells.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var document in _applied.All)
            {
                TakeOut(document);
            }
        }
    }

    private void TakeOut(RegoObject document)
    {
        state.Constraints.Remove(Constraint.Group, document.TextAt("kind"), document.Name());
        LogRemoved(log, document.TextAt("kind"), document.Name());
    }

    private void Tell(RegoObject document, StoreChange change)
    {
        if (change.Kind is StoreChangeKind.Applied or StoreChangeKind.Unchanged)
        {
            LogApplied(log, document.TextAt("kind"), document.Name());
        }
        else
        {
            LogRefused(log, document.TextAt("kind"), document.Name(), string.Join("; ", change.Problems));
        }
    }

    [LoggerMessage(EventId = 440, EventName = "ConstraintApplied", Level = LogLevel.Information, Message = "Constraint {Kind} {Name} is in force")]
    private static partial void LogApplied(ILogger log, string kind, string name);

    [LoggerMessage(EventId = 441, EventName = "ConstraintRefused", Level = LogLevel.Error,
        Message = "Constraint {Kind} {Name} is not in force as it is written; an older version stays in force if there is one: {Problems}")]
    private static partial void LogRefused(ILogger log, string kind, string name, string problems);

    [LoggerMessage(EventId = 442, EventName = "ConstraintRemoved", Level = LogLevel.Information, Message = "Constraint {Kind} {Name} is gone")]
    private static partial void LogRemoved(ILogger log, string kind, string name);
}
