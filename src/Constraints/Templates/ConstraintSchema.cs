using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Templates;

/// <summary>The schema of a template's parameters.</summary>
public sealed class ConstraintSchema
{
    internal ConstraintSchema(RegoObject document) => Document = document;

    /// <summary>The OpenAPI v3 schema of <c>spec.parameters</c>; empty if the template has none.</summary>
    public RegoObject Document { get; }
}
