using Bouncer.Constraints.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Results;

/// <summary>An entry of a constraint's <c>status.violations</c>.</summary>
/// <param name="Kind">What the object is.</param>
/// <param name="Namespace">Its namespace; empty if it has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Message">The message, bounded by <see cref="StatusMessage"/>.</param>
/// <param name="Action">The constraint's enforcementAction.</param>
/// <param name="Actions">What a scoped constraint leads to at the audit; empty for others.</param>
internal sealed record StatusViolation(
    ObjectKind Kind, string Namespace, string Name, string Message, string Action, IReadOnlyList<string> Actions) : IComparable<StatusViolation>
{
    /// <summary>Gatekeeper's order (its SVQueue in pkg/audit/manager.go): the same cluster gives the same list.</summary>
    public int CompareTo(StatusViolation? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = string.CompareOrdinal(Kind.Group, other.Kind.Group);
        order = order != 0 ? order : string.CompareOrdinal(Kind.Version, other.Kind.Version);
        order = order != 0 ? order : string.CompareOrdinal(Kind.Kind, other.Kind.Kind);
        order = order != 0 ? order : string.CompareOrdinal(Namespace, other.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(Name, other.Name);
        order = order != 0 ? order : string.CompareOrdinal(Message, other.Message);
        return order != 0 ? order : string.CompareOrdinal(Action, other.Action);
    }

    /// <summary>The entry as it is written: no namespace for objects without one, no actions for constraints that are not scoped.</summary>
    public RegoObject ToDocument()
    {
        var entry = Documents.Of(
            ("group", new RegoString(Kind.Group)),
            ("version", new RegoString(Kind.Version)),
            ("kind", new RegoString(Kind.Kind)),
            ("name", new RegoString(Name)),
            ("message", new RegoString(Message)),
            ("enforcementAction", new RegoString(Action)));
        if (Namespace.Length > 0)
        {
            entry = entry.With(("namespace", new RegoString(Namespace)));
        }

        return Actions.Count > 0 ? entry.With(("enforcementActions", RegoArray.Create([.. Actions.Select(a => new RegoString(a))]))) : entry;
    }
}
