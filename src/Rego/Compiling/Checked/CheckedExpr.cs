using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checked;

/// <summary>Expressions in the order in which they can be evaluated: each finds the variables it reads bound.</summary>
internal sealed class CheckedBody(SourceSpan span, ImmutableArray<CheckedExpr> expressions)
{
    public SourceSpan Span { get; } = span;

    public ImmutableArray<CheckedExpr> Expressions { get; } = expressions;
}

/// <summary>An expression of a body.</summary>
internal abstract class CheckedExpr(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    /// <summary>Whether it holds if its content does not. Its variables are bound, or live only in it.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether the compiler made it: traces and coverage leave it out.</summary>
    public bool IsGenerated { get; init; }

    public ImmutableArray<CheckedWith> With { get; init; } = [];
}

/// <summary>A term that must be defined and not <c>false</c>. A reference with unbound variables in it has many results.</summary>
internal sealed class CheckedTermExpr(SourceSpan span, CheckedTerm term) : CheckedExpr(span)
{
    public CheckedTerm Term { get; } = term;
}

/// <summary><c>left = right</c>, and <c>left := right</c>, which means the same once its variables are new ones.</summary>
internal sealed class CheckedUnify(SourceSpan span, CheckedTerm left, CheckedTerm right) : CheckedExpr(span)
{
    public CheckedTerm Left { get; } = left;

    public CheckedTerm Right { get; } = right;
}

/// <summary>A call of a builtin or of a function that rules define.</summary>
internal sealed class CheckedCall(SourceSpan span, Callee callee, ImmutableArray<CheckedTerm> args, CheckedTerm? output) : CheckedExpr(span)
{
    public Callee Callee { get; } = callee;

    /// <summary>As many as the function has parameters, without the output.</summary>
    public ImmutableArray<CheckedTerm> Args { get; } = args;

    /// <summary>What the result is unified with (a pattern); null: the result must be defined and not <c>false</c>.</summary>
    public CheckedTerm? Output { get; } = output;
}

/// <summary><c>every key, value in domain { body }</c>. The domain is a scalar, a variable or a composite of those.</summary>
internal sealed class CheckedEvery(
    SourceSpan span, LocalVariable? key, LocalVariable value, CheckedTerm domain, CheckedBody body) : CheckedExpr(span)
{
    public LocalVariable? Key { get; } = key;

    public LocalVariable Value { get; } = value;

    public CheckedTerm Domain { get; } = domain;

    public CheckedBody Body { get; } = body;
}

/// <summary>What is called.</summary>
internal abstract record Callee;

/// <summary>A builtin, by OPA's name (<c>plus</c>, <c>io.jwt.decode</c>, <c>internal.member_2</c>).</summary>
internal sealed record BuiltinCallee(string Name) : Callee;

/// <summary>A function that rules define, by its path without <c>data</c>.</summary>
internal sealed record RuleCallee(ImmutableArray<string> Path, RuleNode Node) : Callee
{
    public bool Equals(RuleCallee? other) => other is not null && ReferenceEquals(Node, other.Node);

    public override int GetHashCode() => Node.GetHashCode();
}

/// <summary>One <c>with</c>.</summary>
internal sealed class CheckedWith(SourceSpan span, WithTargetKind kind, ImmutableArray<CheckedTerm> path, Callee? function, CheckedTerm? value, Callee? replacement)
{
    public SourceSpan Span { get; } = span;

    public WithTargetKind Kind { get; } = kind;

    /// <summary>For input and data: the steps below the root, constants all; may be empty for input.</summary>
    public ImmutableArray<CheckedTerm> Path { get; } = path;

    /// <summary>The function that is replaced, if <see cref="Kind"/> says so.</summary>
    public Callee? Function { get; } = function;

    /// <summary>The value put in place; null if <see cref="Replacement"/> is given.</summary>
    public CheckedTerm? Value { get; } = value;

    /// <summary>The function put in place of <see cref="Function"/>.</summary>
    public Callee? Replacement { get; } = replacement;
}

/// <summary>What a <c>with</c> replaces.</summary>
internal enum WithTargetKind
{
    /// <summary><c>input</c> or something in it.</summary>
    Input,

    /// <summary>Something in <c>data</c>: a base document or a rule without arguments.</summary>
    Data,

    /// <summary>A builtin or a function of rules, whose calls give a value or another function's result.</summary>
    Function,
}
