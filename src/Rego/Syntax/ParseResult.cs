using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>What was parsed, or all that is wrong with it.</summary>
/// <param name="Value">The node; null if there are errors.</param>
/// <param name="Errors">The errors, in the order of the text.</param>
internal readonly record struct ParseResult<T>(T? Value, ImmutableArray<Diagnostic> Errors)
    where T : Node;
