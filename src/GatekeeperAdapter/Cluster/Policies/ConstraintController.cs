using Bouncer.GatekeeperAdapter.Cluster.Status;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.Cluster.Work;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Policies;

/// <summary>
/// Constraints of the cluster: one watch for each template, from the moment that its CustomResourceDefinition is established
/// until the template is gone. Kinds go by the template's name, which is the kind in lower case and its name in paths.
/// </summary>
internal sealed class ConstraintController : IAuditTotals
{
    private const int Workers = 8;

    private readonly PolicyState _state;
    private readonly StatusWriter _status;
    private readonly Watches _watches;
    private readonly StartConditions _conditions;
    private readonly ILogger<ConstraintController> _log;
    private readonly WorkQueue<(string Template, string Name)> _queue;
    private readonly Dictionary<string, ConstraintsOfTemplate> _followed = new(StringComparer.Ordinal);

    public ConstraintController(
        PolicyState state, StatusWriter status, Watches watches, StartConditions conditions, TimeProvider time, ILogger<ConstraintController> log)
    {
        _state = state;
        _status = status;
        _watches = watches;
        _conditions = conditions;
        _log = log;
        _queue = new("the status of the constraint", Workers, WriteStatusAsync, time, log);
    }

    /// <summary>Is told the template whose constraints have been listed: the API server knows them.</summary>
    public Action<string> WhenListed { get; set; } = _ => { };

    /// <summary>The constraints in their latest state, with their templates' names.</summary>
    public IReadOnlyList<(string Template, RegoObject Document)> Constraints
    {
        get
        {
            lock (_followed)
            {
                return [.. _followed.SelectMany(f => f.Value.All.Select(document => (f.Key, document)))];
            }
        }
    }

    /// <summary>From the statuses, which the replica that audits writes and all of them see.</summary>
    public IReadOnlyDictionary<(string Template, string Name), long> Totals()
        => Constraints
            .Where(c => c.Document.At("status", "totalViolations") is not null)
            .ToDictionary(c => (c.Template, c.Document.Name()), c => c.Document.NumberAt("status", "totalViolations"));

    /// <summary>Works aside until it is told to stop.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _queue.RunAsync(cancellationToken);

    /// <summary>Brings a constraint's status in order again.</summary>
    public void Revisit(string template, string name) => _queue.Add((template, name));

    /// <summary>Follows the constraints of a template, unless it does already. A kind that is not there yet is waited for.</summary>
    public void Follow(string template)
    {
        lock (_followed)
        {
            if (_followed.ContainsKey(template))
            {
                return;
            }

            var constraints = new ConstraintsOfTemplate(_state, name => Revisit(template, name), () => Listed(template), _log);
            _followed[template] = constraints;
            _watches.Start(GatekeeperResources.Constraints(template), ListOptions.All, constraints);
        }
    }

    /// <summary>Follows the constraints of a template no longer and takes them out of force.</summary>
    public void Forget(string template)
    {
        lock (_followed)
        {
            if (_followed.Remove(template, out var constraints))
            {
                _watches.Stop(GatekeeperResources.Constraints(template));
                constraints.Stop();
            }
        }

        _conditions.ConstraintsKnown(template);
    }

    /// <summary>A template has changed, and with it perhaps how its constraints stand.</summary>
    public void TemplateChanged(string template)
    {
        lock (_followed)
        {
            foreach (var document in _followed.GetValueOrDefault(template)?.All ?? [])
            {
                Revisit(template, document.Name());
            }
        }
    }

    private void Listed(string template)
    {
        _conditions.ConstraintsKnown(template);
        WhenListed(template);
    }

    private Task WriteStatusAsync((string Template, string Name) key, CancellationToken cancellationToken)
    {
        RegoObject? document;
        lock (_followed)
        {
            document = _followed.GetValueOrDefault(key.Template)?.Find(key.Name);
        }

        var constraint = document is null ? null : _state.Constraints.Constraints
            .FirstOrDefault(c => c.Name == key.Name && c.Kind.Equals(key.Template, StringComparison.OrdinalIgnoreCase));
        return constraint is null
            ? Task.CompletedTask
            : _status.WriteConstraintAsync(GatekeeperResources.Constraints(key.Template), document!, constraint, cancellationToken);
    }
}
