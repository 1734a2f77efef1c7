using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling;

/// <summary>What was compiled, or all that is wrong with it.</summary>
/// <param name="Value">The result; null if there are errors.</param>
/// <param name="Errors">The errors.</param>
internal readonly record struct CompileResult<T>(T? Value, ImmutableArray<Diagnostic> Errors)
    where T : class;
