namespace Bouncer.Constraints.Matching;

/// <summary>The criteria of <c>spec.match</c>, in the order in which they are looked at.</summary>
internal enum Criterion
{
    /// <summary>All of them hold.</summary>
    None,

    Kinds,
    Scope,
    Namespaces,
    ExcludedNamespaces,
    LabelSelector,
    Name,
    Source,

    // Last, since it is the only one that may not be told: where another one decides, it does not matter.
    NamespaceSelector,

    /// <summary>The namespace selector could not be looked at.</summary>
    NamespaceUnknown,
}
