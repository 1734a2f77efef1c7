using System.Diagnostics;
using Bouncer.Constraints;
using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.State;

/// <summary>
/// What decisions are made by, filled by a folder or a cluster: templates and constraints, the objects that templates can refer to,
/// Namespaces, and the namespaces that are left alone. Each part is thread-safe, and a review takes each once.
/// </summary>
internal sealed class PolicyState
{
    private readonly PolicyVersions _versions = new();
    private readonly IngestionMeter _ingestions;
    private volatile ConstraintSet? _held;

    public PolicyState(AdapterOptions options, IngestionMeter ingestions)
    {
        _ingestions = ingestions;
        Constraints = new ConstraintStore(
            new() { DisabledBuiltins = options.DisabledBuiltins },
            new() { SegmentSafePrefixes = options.SegmentSafePrefixes, ValidateEnforcementAction = options.ValidateEnforcementAction });
    }

    /// <summary>Templates and constraints. They change through <see cref="Apply"/>.</summary>
    public ConstraintStore Constraints { get; }

    /// <summary>What templates see as <c>data.inventory</c>.</summary>
    public Inventory Inventory { get; } = new();

    /// <summary>The Namespaces that are known.</summary>
    public Namespaces Namespaces { get; } = new();

    /// <summary>The namespaces that processes leave alone.</summary>
    public Exclusions Exclusions { get; } = new();

    /// <summary>What has to be there before the service may be asked.</summary>
    public StateReadiness Readiness { get; } = new();

    /// <summary>What the source cannot use besides templates and constraints, such as files that are no YAML; told at
    /// <c>/readyz</c>.</summary>
    public IReadOnlyList<string> SourceProblems { get; set; } = [];

    /// <summary>The constraints that are in force. A review takes them once.</summary>
    public ConstraintSet Snapshot => _held ?? Constraints.Snapshot;

    /// <summary>Names what is in force, for decisions.</summary>
    public string Version => _versions.Of(Snapshot, Exclusions.Config);

    /// <summary>Leaves in force what is, until the result is disposed: for changes that belong together, such as a template and its
    /// constraints. By one writer at a time.</summary>
    public IDisposable HoldSnapshot() => new HeldSnapshot(this);

    /// <summary>Puts a template or a constraint in, or in the place of its older version.</summary>
    public StoreChange Apply(RegoObject document)
    {
        if (!ConstraintStore.IsTemplate(document))
        {
            return Constraints.Apply(document);
        }

        var started = Stopwatch.GetTimestamp();
        var change = Constraints.Apply(document);
        if (change.Kind != StoreChangeKind.Unchanged)
        {
            _ingestions.Add(change.Kind == StoreChangeKind.Applied, Stopwatch.GetElapsedTime(started));
        }

        return change;
    }

    private sealed class HeldSnapshot : IDisposable
    {
        private readonly PolicyState _state;

        public HeldSnapshot(PolicyState state)
        {
            _state = state;
            state._held = state.Constraints.Snapshot;
        }

        public void Dispose()
        {
            // Made here, and not by the first request that asks.
            _ = _state.Constraints.Snapshot;
            _state._held = null;
        }
    }
}
