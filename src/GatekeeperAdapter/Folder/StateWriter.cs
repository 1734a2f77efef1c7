using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>Brings the state to what a set of documents says. What has not changed is left alone; what has changed comes into force
/// together. Not for concurrent use.</summary>
internal sealed class StateWriter(PolicyState state)
{
    private const string GatekeeperGroups = ".gatekeeper.sh";

    private Dictionary<DocumentKey, PolicyDocument> _written = [];

    /// <summary>Writes the documents.</summary>
    /// <param name="documents">All documents, in the order in which they count: of those with the same key the first.</param>
    /// <param name="problems">Takes what is not in force as it is written.</param>
    /// <param name="warnings">Takes what else there is to say.</param>
    public void Write(IEnumerable<PolicyDocument> documents, List<string> problems, List<string> warnings)
    {
        var wanted = Distinct(documents, problems);
        using (state.HoldSnapshot())
        {
            foreach (var document in wanted.Values.Where(IsNew).OrderBy(Order))
            {
                Write(document, warnings);
            }

            foreach (var key in _written.Keys.Where(key => !wanted.ContainsKey(key)))
            {
                Remove(key);
            }
        }

        _written = wanted;
        problems.AddRange(StateProblems.Of(state.Constraints.Templates, PlaceOf));
        problems.AddRange(StateProblems.Of(state.Constraints.Constraints, PlaceOf));
    }

    private static Dictionary<DocumentKey, PolicyDocument> Distinct(IEnumerable<PolicyDocument> documents, List<string> problems)
    {
        Dictionary<DocumentKey, PolicyDocument> byKey = [];
        foreach (var document in documents)
        {
            if (!byKey.TryAdd(document.Key, document))
            {
                problems.Add($"{document.Place}: {document.Key} is in {byKey[document.Key].Place} already, and that one counts");
            }
        }

        return byKey;
    }

    private bool IsNew(PolicyDocument document)
        => !_written.TryGetValue(document.Key, out var old) || !(ReferenceEquals(old.Document, document.Document) || old.Document.Equals(document.Document));

    /// <summary>Templates before their constraints, so that none has to wait.</summary>
    private static int Order(PolicyDocument document) => ConstraintStore.IsTemplate(document.Document) ? 0 : 1;

    private void Write(PolicyDocument document, List<string> warnings)
    {
        var group = document.Key.Kind.Group;
        if (IsConfig(document.Key))
        {
            state.Exclusions.Replace(document.Document);
        }
        else if (group.EndsWith(GatekeeperGroups, StringComparison.Ordinal))
        {
            var change = state.Apply(document.Document);
            warnings.AddRange(change.Warnings.Select(warning => $"{document.Place}: {document.Key}: {warning}"));
            if (change.Kind == StoreChangeKind.NotOurs)
            {
                warnings.AddRange(change.Problems.Select(problem => $"{document.Place}: {document.Key}: {problem}"));
            }
        }
        else
        {
            state.Inventory.Set(document.Document);
            if (IsNamespace(document.Key))
            {
                state.Namespaces.Set(document.Document);
            }
        }
    }

    private void Remove(DocumentKey key)
    {
        if (IsConfig(key))
        {
            state.Exclusions.Replace(null);
        }
        else if (key.Kind.Group.EndsWith(GatekeeperGroups, StringComparison.Ordinal))
        {
            state.Constraints.Remove(key.Kind.Group, key.Kind.Kind, key.Name);
        }
        else
        {
            state.Inventory.Remove(key.Kind, key.Namespace, key.Name);
            if (IsNamespace(key))
            {
                state.Namespaces.Remove(key.Name);
            }
        }
    }

    private string PlaceOf(string kind, string name)
        => _written.Values.FirstOrDefault(d => d.Key.Kind.Kind == kind && d.Key.Name == name)?.Place is { } place ? $"{place}: " : "";

    private static bool IsConfig(DocumentKey key) => key is { Kind: { Group: "config.gatekeeper.sh", Kind: "Config" }, Name: "config" };

    private static bool IsNamespace(DocumentKey key) => key.Kind is { Group: "", Kind: "Namespace" };
}
