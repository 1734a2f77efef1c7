using Bouncer.Rego.Values;

namespace Bouncer.Rego;

/// <summary>How modules are compiled, and what they may use. By default everything that is provided here.</summary>
public sealed record RegoPolicyOptions
{
    /// <summary>The base documents: what <c>data</c> is besides the rules. Empty by default.</summary>
    public RegoObject Data { get; init; } = RegoObject.Empty;

    /// <summary>The builtins that may be called, by OPA's names; null (the default) for all.</summary>
    public IReadOnlyCollection<string>? AllowedBuiltins { get; init; }

    /// <summary>Builtins that may not be called, by OPA's names, if <see cref="AllowedBuiltins"/> says nothing about it. None by default.</summary>
    public IReadOnlyCollection<string> DisabledBuiltins { get; init; } = [];

    /// <summary>The paths below <c>data</c> that modules may refer to besides their own packages, dotted and without
    /// <c>data</c>; null (the default) for all.</summary>
    public IReadOnlyCollection<string>? AllowedDataRoots { get; init; }

    /// <summary>Whether calls of <c>print</c> are kept (see <see cref="RegoEvaluationOptions.Print"/>). By default they are left
    /// out, arguments and all.</summary>
    public bool EnablePrint { get; init; }

    /// <summary>Whether unused variables and imports are errors in v0 modules too. Off by default.</summary>
    public bool Strict { get; init; }
}
