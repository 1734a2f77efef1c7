namespace Bouncer.Constraints.Matching;

/// <summary>Which objects <c>scope</c> selects.</summary>
internal enum ScopeSelector
{
    /// <summary>All: <c>*</c>, nothing, and whatever else is written there, since Gatekeeper reads slips of the pen as all.</summary>
    All,

    /// <summary>Objects in no namespace, and Namespaces themselves.</summary>
    Cluster,

    /// <summary>Objects in a namespace.</summary>
    Namespaced,
}
