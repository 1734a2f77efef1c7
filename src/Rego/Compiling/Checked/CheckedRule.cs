using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checked;

/// <summary>What a rule gives to its document.</summary>
internal enum RuleKind
{
    /// <summary>One value at its reference: a complete rule, or an entry of a partial object if the reference has variables.</summary>
    SingleValue,

    /// <summary>An element (<see cref="CheckedRule.Key"/>) of the set at its reference.</summary>
    MultiValue,

    /// <summary>The result of a function.</summary>
    Function,
}

/// <summary>A rule after all stages.</summary>
internal sealed class CheckedRule(SourceSpan span, CheckedModule module, RuleKind kind)
{
    public SourceSpan Span { get; } = span;

    /// <summary>The head alone.</summary>
    public SourceSpan HeadSpan { get; init; }

    public CheckedModule Module { get; } = module;

    public RuleKind Kind { get; } = kind;

    public bool IsDefault { get; init; }

    /// <summary>Where the rule puts its value: the path below <c>data</c>, package included. Scalars, variables and composites of those.</summary>
    public required ImmutableArray<CheckedTerm> Reference { get; init; }

    /// <summary>How many terms at the start of <see cref="Reference"/> are scalars: the path of its <see cref="RuleNode"/>.</summary>
    public required int GroundLength { get; init; }

    /// <summary>The parameters of a function: variables, constants or patterns. Empty for others.</summary>
    public ImmutableArray<CheckedTerm> Args { get; init; } = [];

    /// <summary>The set's element, of a <see cref="RuleKind.MultiValue"/> rule.</summary>
    public CheckedTerm? Key { get; init; }

    /// <summary>The value, of the other kinds. References and calls in it have moved to the end of the body.</summary>
    public CheckedTerm? Value { get; init; }

    /// <summary>The body; of a rule without one (and of a default rule) the expression <c>true</c>.</summary>
    public required CheckedBody Body { get; init; }

    /// <summary>What is tried if the body has no result. Shares reference, parameters' slots apart, and frame with this rule.</summary>
    public CheckedRule? Else { get; init; }

    /// <summary>The size of a frame: all variables of the rule, its else branches and everything in them.</summary>
    public required int FrameSize { get; init; }
}

/// <summary>A module after all stages.</summary>
internal sealed class CheckedModule(Module syntax, ImmutableArray<string> package)
{
    /// <summary>As it was parsed.</summary>
    public Module Syntax { get; } = syntax;

    /// <summary>The package's path without <c>data</c>.</summary>
    public ImmutableArray<string> Package { get; } = package;

    /// <summary>Its rules in the order of the source.</summary>
    public ImmutableArray<CheckedRule> Rules { get; internal set; } = [];
}

/// <summary>A query after all stages.</summary>
internal sealed class CheckedQuery(CheckedBody body, ImmutableArray<LocalVariable> variables, int frameSize)
{
    public CheckedBody Body { get; } = body;

    /// <summary>The variables that a result binds, by the names in the source: written ones that are not local to a comprehension.</summary>
    public ImmutableArray<LocalVariable> Variables { get; } = variables;

    public int FrameSize { get; } = frameSize;
}
