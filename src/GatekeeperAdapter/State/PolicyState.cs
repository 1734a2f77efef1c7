using System.Diagnostics;
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

    /// <summary>Names what is in force, for decisions.</summary>
    public string Version => _versions.Of(Constraints.Snapshot, Exclusions.Config);

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
}
