using System.Collections.Frozen;

namespace Bouncer.Rego.Compiling;

/// <summary>What the compiler holds modules and queries to.</summary>
internal sealed record CompilerOptions
{
    /// <summary>How many errors are reported before the compiler gives up, 0 for all.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Whether OPA's strict mode is on: unused variables and imports are errors in v0 modules as well.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether calls of <c>print</c> are kept. Otherwise they are left out, arguments and all.</summary>
    public bool EnablePrint { get; init; }

    /// <summary>The builtins that may be called; null: all of the table.</summary>
    public FrozenSet<string>? AllowedBuiltins { get; init; }

    /// <summary>The paths in <c>data</c> that may be referred to, dotted without <c>data</c>, besides the modules' own packages; null: all.</summary>
    public FrozenSet<string>? AllowedDataRoots { get; init; }
}
