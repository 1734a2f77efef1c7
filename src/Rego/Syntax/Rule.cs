using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>One rule: <c>head if body else …</c>. Chains of bodies (<c>p {…} {…}</c>) are rules of their own.</summary>
internal sealed record Rule(SourceSpan Span, RuleHead Head, Body Body, Rule? Else, bool IsDefault) : Node(Span)
{
    /// <summary>Whether a body was written, and is not the implied <c>true</c>.</summary>
    public bool HasWrittenBody { get; init; }
}

/// <summary>What a rule defines: <c>a.b[x](args) := value</c>, or <c>a.b contains key</c>.</summary>
/// <remarks>v0's <c>p[x]</c> without a value is a partial set too: its reference is <c>p</c> and its key is <c>x</c>.</remarks>
internal sealed record RuleHead(
    SourceSpan Span,
    RefTerm Reference,
    ImmutableArray<Term> Args,
    Term? Key,
    Term? Value,
    bool IsAssignment) : Node(Span)
{
    /// <summary>Whether the head has an argument list, if an empty one.</summary>
    public bool IsFunction { get; init; }

    /// <summary>Whether the value was written, and is not the implied <c>true</c>.</summary>
    public bool HasWrittenValue { get; init; }

    /// <summary>Whether <c>contains</c> was written.</summary>
    public bool UsesContains { get; init; }

    /// <summary>Whether <c>if</c> was written.</summary>
    public bool UsesIf { get; init; }

    /// <summary>Whether the rule defines the elements of a set.</summary>
    public bool IsMultiValue => Value is null;
}

/// <summary>Expressions that must all hold.</summary>
internal sealed record Body(SourceSpan Span, ImmutableArray<Expr> Expressions) : Node(Span);

/// <summary>One expression of a body: <c>not content with target as value</c>.</summary>
internal sealed record Expr(SourceSpan Span, ExprContent Content) : Node(Span)
{
    /// <summary>Whether <c>not</c> stands before it.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Its <c>with</c> modifiers.</summary>
    public ImmutableArray<WithModifier> With { get; init; } = [];

    /// <summary>Whether a compiler stage made it, so that nobody looks for it in the source.</summary>
    public bool IsGenerated { get; init; }
}

/// <summary>What an expression can be: a term (a call among them), a declaration or <c>every</c>.</summary>
internal abstract record ExprContent(SourceSpan Span) : Node(Span);

/// <summary><c>with input.a as 1</c>.</summary>
internal sealed record WithModifier(SourceSpan Span, Term Target, Term Value) : Node(Span);

/// <summary><c>some x, y</c>: every symbol is a <see cref="VarTerm"/>.</summary>
internal sealed record SomeDeclaration(SourceSpan Span, ImmutableArray<Term> Symbols) : ExprContent(Span);

/// <summary><c>some key, value in domain</c>; key and value are patterns.</summary>
internal sealed record SomeIn(SourceSpan Span, Term? Key, Term Value, Term Domain) : ExprContent(Span);

/// <summary><c>every key, value in domain { body }</c>.</summary>
internal sealed record Every(SourceSpan Span, Term? Key, Term Value, Term Domain, Body Body) : ExprContent(Span);
