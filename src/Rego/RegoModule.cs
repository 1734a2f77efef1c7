using Bouncer.Rego.Text;

namespace Bouncer.Rego;

/// <summary>Which Rego a module or query is written in.</summary>
public enum RegoVersion
{
    /// <summary>OPA 1.x: <c>if</c>, <c>contains</c>, <c>in</c> and <c>every</c> are keywords and asked for.</summary>
    V1,

    /// <summary>Before OPA 1.0: rules without <c>if</c> and <c>contains</c>, deprecated builtins. What Gatekeeper's templates are in
    /// unless they say otherwise.</summary>
    V0,
}

/// <summary>A source of rules.</summary>
/// <param name="Name">The name shown in messages, usually a path. Different for each module of a policy.</param>
/// <param name="Text">The module's text.</param>
/// <param name="Version">The Rego it is written in.</param>
public sealed record RegoModule(string Name, string Text, RegoVersion Version = RegoVersion.V1)
{
    /// <summary>The package whose rules these are, dotted and without <c>data</c>, whatever the text says: for hosts that call rules
    /// by paths of their own. Null (the default) for what the text says.</summary>
    public string? Package { get; init; }

    internal SourceText Source { get; } = new(Name, Text);
}
