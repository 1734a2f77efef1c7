using System.Collections.Immutable;

namespace Bouncer.Rego.Compiling.Checked;

/// <summary>All modules after all stages: what is planned and then evaluated. Immutable.</summary>
internal sealed class CheckedModules(ImmutableArray<CheckedModule> modules, RuleNode rules)
{
    /// <summary>The modules in the order of their names.</summary>
    public ImmutableArray<CheckedModule> Modules { get; } = modules;

    /// <summary>The root of the rules, which stands for <c>data</c>.</summary>
    public RuleNode Rules { get; } = rules;

    /// <summary>The types of rules, for queries that are compiled later.</summary>
    internal Typing.TypeTree Types { get; init; } = new(null);
}
