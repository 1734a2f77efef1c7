using Bouncer.Rego.Text;

namespace Bouncer.Rego;

/// <summary>What came of compiling modules: a policy, or all that is wrong with them.</summary>
/// <param name="Policy">The policy; null if there are errors.</param>
/// <param name="Diagnostics">The errors, in the order of modules and lines.</param>
public sealed record RegoCompilation(RegoPolicy? Policy, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>What came of preparing a query: the query, or all that is wrong with it.</summary>
/// <param name="Query">The query; null if there are errors.</param>
/// <param name="Diagnostics">The errors.</param>
public sealed record RegoPreparation(RegoQuery? Query, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>How a query is understood.</summary>
public sealed record RegoQueryOptions
{
    /// <summary>The Rego it is written in.</summary>
    public RegoVersion Version { get; init; } = RegoVersion.V1;

    /// <summary>The package whose rules it may name without a path, such as <c>data.example</c>; null (the default) for none.</summary>
    public string? Package { get; init; }

    /// <summary>Imports, such as <c>data.lib.images</c> or <c>data.lib as l</c>. None by default.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];
}
