using Bouncer.Constraints.Prefixes;
using Bouncer.Rego;

namespace Bouncer.Constraints.Templates;

/// <summary>What came of compiling a template's Rego.</summary>
/// <param name="Policy">All modules.</param>
/// <param name="Violations">The query of the violations.</param>
/// <param name="UsesInventory">Whether the modules refer to <c>data.inventory</c>.</param>
/// <param name="PrefixParameters">The parameters that images are compared with by prefix.</param>
internal sealed record CompiledTemplate(RegoPolicy Policy, RegoQuery Violations, bool UsesInventory, IReadOnlyList<PrefixParameter> PrefixParameters);
