using Bouncer.Constraints.Objects;

namespace Bouncer.Constraints.Matching;

/// <summary>An entry of <c>kinds</c>: groups and kinds; an empty list, and one with <c>*</c> in it, is all of them.</summary>
/// <param name="Groups">The groups; null for all.</param>
/// <param name="Kinds">The kinds; null for all.</param>
internal readonly record struct KindSelector(string[]? Groups, string[]? Kinds)
{
    private const string All = "*";

    /// <summary>The selector of two lists as they are written.</summary>
    public static KindSelector Of(string[] groups, string[] kinds) => new(Restricting(groups), Restricting(kinds));

    /// <summary>Whether a kind is selected. Versions do not count.</summary>
    public bool Matches(in ObjectKind kind)
        => (Kinds is null || Kinds.Contains(kind.Kind)) && (Groups is null || Groups.Contains(kind.Group));

    private static string[]? Restricting(string[] names) => names.Length == 0 || names.Contains(All) ? null : names;

    /// <summary>As people write it: <c>apps/Deployment</c>, <c>Pod</c>, <c>*/*</c>.</summary>
    public override string ToString()
    {
        var kinds = Kinds ?? [All];
        return Groups is null
            ? string.Join(", ", kinds.Select(k => $"{All}/{k}"))
            : string.Join(", ", Groups.SelectMany(_ => kinds, NameOf));
    }

    /// <summary>The name of a kind in a group.</summary>
    public static string NameOf(string group, string kind) => group.Length == 0 ? kind : $"{group}/{kind}";
}
