namespace Bouncer.Constraints.Templates;

/// <summary>How templates are compiled.</summary>
public sealed record TemplateOptions
{
    /// <summary>The defaults.</summary>
    public static TemplateOptions Default { get; } = new();

    /// <summary>The builtins that templates may not call. <c>http.send</c> by default, as in Gatekeeper.</summary>
    public IReadOnlyCollection<string> DisabledBuiltins { get; init; } = ["http.send"];

    /// <summary>Whether calls of <c>print</c> are kept. Off by default.</summary>
    public bool EnablePrint { get; init; }
}
