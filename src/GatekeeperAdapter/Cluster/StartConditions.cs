using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>
/// What a replica waits for before it is ready: everything that was there when it started is listed, compiled and applied. What
/// cannot be compiled is known all the same; what comes later does not make it unready again.
/// </summary>
internal sealed class StartConditions
{
    private const string Definitions = "CustomResourceDefinitions";
    private const string NamespacesListed = "Namespaces";
    private const string ConfigListed = "Config";
    private const string SyncSetsListed = "SyncSets";
    private const string TemplatesListed = "ConstraintTemplates";
    private const string ConstraintsListed = "constraints";
    private const string InventoryListed = "objects of data.inventory";

    private readonly StateReadiness _readiness;
    private readonly Awaited _templates;
    private readonly Awaited _kinds;

    public StartConditions(StateReadiness readiness)
    {
        _readiness = readiness;
        _templates = new(() => readiness.Meet(ConstraintsListed));
        _kinds = new(() => readiness.Meet(InventoryListed));
        foreach (var condition in (string[])[Definitions, NamespacesListed, ConfigListed, SyncSetsListed, TemplatesListed, ConstraintsListed, InventoryListed])
        {
            readiness.Require(condition);
        }
    }

    public void DefinitionsKnown() => _readiness.Meet(Definitions);

    public void NamespacesKnown() => _readiness.Meet(NamespacesListed);

    public void ConfigKnown() => SyncKnown(ConfigListed);

    public void SyncSetsKnown() => SyncKnown(SyncSetsListed);

    /// <summary>The templates have been compiled.</summary>
    /// <param name="inForce">Those whose constraints are waited for.</param>
    public void TemplatesKnown(IEnumerable<string> inForce)
    {
        _templates.Expect(inForce);
        _readiness.Meet(TemplatesListed);
        _templates.Close();
    }

    /// <summary>The constraints of a template have been applied, or it is known that there can be none.</summary>
    public void ConstraintsKnown(string template) => _templates.Came(template);

    /// <summary>The objects of a kind are waited for.</summary>
    public void ExpectObjects(string kind) => _kinds.Expect([kind]);

    /// <summary>The objects of a kind are in the inventory, or it is known that there are none.</summary>
    public void ObjectsKnown(string kind) => _kinds.Came(kind);

    private void SyncKnown(string condition)
    {
        _readiness.Meet(condition);
        if (!_readiness.Missing.Contains(ConfigListed) && !_readiness.Missing.Contains(SyncSetsListed))
        {
            _kinds.Close();
        }
    }

    /// <summary>A number of things of which all have to come; complete once nothing more is expected and all have come.</summary>
    private sealed class Awaited(Action complete)
    {
        private readonly HashSet<string> _expected = new(StringComparer.Ordinal);
        private readonly HashSet<string> _came = new(StringComparer.Ordinal);
        private bool _closed;

        public void Expect(IEnumerable<string> names)
        {
            lock (_expected)
            {
                if (!_closed)
                {
                    _expected.UnionWith(names.Where(name => !_came.Contains(name)));
                }
            }
        }

        public void Came(string name)
        {
            lock (_expected)
            {
                _came.Add(name);
                _expected.Remove(name);
                CompleteIfSo();
            }
        }

        public void Close()
        {
            lock (_expected)
            {
                _closed = true;
                CompleteIfSo();
            }
        }

        private void CompleteIfSo()
        {
            if (_closed && _expected.Count == 0)
            {
                complete();
            }
        }
    }
}
