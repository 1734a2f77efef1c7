using System.Collections.Immutable;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>What stands for a value.</summary>
internal abstract record Term(SourceSpan Span) : ExprContent(Span);

/// <summary>A value without parts.</summary>
internal abstract record ScalarTerm(SourceSpan Span) : Term(Span);

/// <summary><c>null</c></summary>
internal sealed record NullTerm(SourceSpan Span) : ScalarTerm(Span);

/// <summary><c>true</c>, <c>false</c></summary>
internal sealed record BooleanTerm(SourceSpan Span, bool Value) : ScalarTerm(Span);

/// <summary>A number, as its JSON text: no digit is lost.</summary>
internal sealed record NumberTerm(SourceSpan Span, string Text) : ScalarTerm(Span);

/// <summary>A string, its escapes resolved.</summary>
internal sealed record StringTerm(SourceSpan Span, string Value) : ScalarTerm(Span)
{
    /// <summary>Whether it was written between backticks.</summary>
    public bool IsRaw { get; init; }
}

/// <summary>
/// <c>$"a {b} c"</c>: strings are <see cref="StringTerm"/>, the rest are expressions, whose value may be undefined.
/// </summary>
internal sealed record TemplateStringTerm(SourceSpan Span, ImmutableArray<TemplatePart> Parts) : Term(Span)
{
    /// <summary>Whether it was written between backticks, over several lines perhaps.</summary>
    public bool IsRaw { get; init; }
}

/// <summary>A part of a template string: a <see cref="Term"/> for text, otherwise an expression.</summary>
internal sealed record TemplatePart(SourceSpan Span, string? Text, Expr? Expression) : Node(Span);

/// <summary>A variable. The parser gives every <c>_</c> a name of its own, <c>$0</c>, <c>$1</c> and so on, as OPA does.</summary>
internal sealed record VarTerm(SourceSpan Span, string Name) : Term(Span)
{
    /// <summary>The prefix of the names that <c>_</c> gets.</summary>
    public const string WildcardPrefix = "$";

    /// <summary>Whether it was written <c>_</c>.</summary>
    public bool IsWildcard => Name.StartsWith('$');
}

/// <summary>
/// A reference <c>head.a[b]</c>: <see cref="Path"/> is all of it, the head included. The head is mostly a variable, but can be
/// any composite, comprehension or call.
/// </summary>
internal sealed record RefTerm(SourceSpan Span, ImmutableArray<Term> Path) : Term(Span)
{
    /// <summary>The first term.</summary>
    public Term Head => Path[0];
}

/// <summary><c>f(a, b)</c>. Infix operators are calls too, by OPA's names: <c>a + b</c> is <c>plus(a, b)</c>, <c>a = b</c> is <c>eq</c>.</summary>
internal sealed record CallTerm(SourceSpan Span, RefTerm Operator, ImmutableArray<Term> Args) : Term(Span)
{
    /// <summary>Whether it was written with an operator, and not with a name and parentheses.</summary>
    public bool IsInfix { get; init; }

    /// <summary>The operator if it is a plain or dotted name (<c>plus</c>, <c>io.jwt.decode</c>); null for others.</summary>
    public string? Name => RefNames.Dotted(Operator);
}

/// <summary><c>[a, b]</c></summary>
internal sealed record ArrayTerm(SourceSpan Span, ImmutableArray<Term> Elements) : Term(Span);

/// <summary><c>{"a": b}</c></summary>
internal sealed record ObjectTerm(SourceSpan Span, ImmutableArray<ObjectPair> Pairs) : Term(Span);

/// <summary>One entry of an object.</summary>
internal readonly record struct ObjectPair(Term Key, Term Value);

/// <summary><c>{a, b}</c>, and <c>set()</c>.</summary>
internal sealed record SetTerm(SourceSpan Span, ImmutableArray<Term> Elements) : Term(Span);

/// <summary><c>[value | body]</c>, <c>{value | body}</c> or <c>{key: value | body}</c>.</summary>
internal sealed record ComprehensionTerm(SourceSpan Span, ComprehensionKind Kind, Term? Key, Term Value, Body Body) : Term(Span);

/// <summary>What a comprehension makes.</summary>
internal enum ComprehensionKind
{
    /// <summary><c>[value | body]</c></summary>
    Array,

    /// <summary><c>{value | body}</c></summary>
    Set,

    /// <summary><c>{key: value | body}</c></summary>
    Object,
}
