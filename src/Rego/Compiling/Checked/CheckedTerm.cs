using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checked;

/// <summary>
/// A term after all stages. No calls among them: those are expressions of their own that bind a generated variable. Where a term is an
/// operand of a call or the value of a <c>with</c>, references and comprehensions have moved out too, so that it consists of
/// scalars, variables and composites of those; in unifications and expression terms references remain in place.
/// </summary>
internal abstract class CheckedTerm(SourceSpan span)
{
    public SourceSpan Span { get; } = span;
}

/// <summary>A constant without parts: <see cref="Literal"/> holds the parser's node.</summary>
internal sealed class CheckedScalar(ScalarTerm literal) : CheckedTerm(literal.Span)
{
    /// <summary>A <see cref="NullTerm"/>, <see cref="BooleanTerm"/>, <see cref="NumberTerm"/> or <see cref="StringTerm"/>.</summary>
    public ScalarTerm Literal { get; } = literal;
}

/// <summary>A variable.</summary>
internal sealed class CheckedVar(SourceSpan span, LocalVariable variable) : CheckedTerm(span)
{
    public LocalVariable Variable { get; } = variable;
}

/// <summary>What a reference starts from.</summary>
internal enum RefRoot
{
    /// <summary><c>input</c></summary>
    Input,

    /// <summary><c>data</c>: base documents and rules alike; imports and rule names have been written out.</summary>
    Data,

    /// <summary>A variable, bound by the time the reference is reached.</summary>
    Variable,
}

/// <summary>A reference: <c>input</c>, <c>data.a[x]</c>, <c>x.y</c>. <see cref="Path"/> leaves the root out and may be empty for input and data.</summary>
internal sealed class CheckedRef(SourceSpan span, RefRoot root, LocalVariable? variable, ImmutableArray<CheckedTerm> path) : CheckedTerm(span)
{
    public RefRoot Root { get; } = root;

    /// <summary>The variable it starts from if <see cref="Root"/> says so.</summary>
    public LocalVariable? Variable { get; } = variable;

    /// <summary>The steps: scalars, variables, and composites of those (<c>data.p[[x, 1]]</c>). Steps that are references
    /// themselves (<c>data.a[data.b]</c>) have been moved to variables.</summary>
    public ImmutableArray<CheckedTerm> Path { get; } = path;
}

internal sealed class CheckedArray(SourceSpan span, ImmutableArray<CheckedTerm> elements) : CheckedTerm(span)
{
    public ImmutableArray<CheckedTerm> Elements { get; } = elements;
}

internal sealed class CheckedSet(SourceSpan span, ImmutableArray<CheckedTerm> elements) : CheckedTerm(span)
{
    public ImmutableArray<CheckedTerm> Elements { get; } = elements;
}

internal sealed class CheckedObject(SourceSpan span, ImmutableArray<CheckedPair> pairs) : CheckedTerm(span)
{
    public ImmutableArray<CheckedPair> Pairs { get; } = pairs;
}

internal readonly record struct CheckedPair(CheckedTerm Key, CheckedTerm Value);

/// <summary>A comprehension. Its variables live in the frame of the rule around it.</summary>
internal sealed class CheckedComprehension(
    SourceSpan span, ComprehensionKind kind, CheckedTerm? key, CheckedTerm value, CheckedBody body) : CheckedTerm(span)
{
    public ComprehensionKind Kind { get; } = kind;

    /// <summary>The key, of an object comprehension.</summary>
    public CheckedTerm? Key { get; } = key;

    public CheckedTerm Value { get; } = value;

    public CheckedBody Body { get; } = body;
}
