using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>
/// What a builtin does. Null is undefined. What goes wrong is a <see cref="BuiltinException"/>, or cheaper, and the same to callers,
/// <c>return context.Fail(…)</c>: null with <see cref="BuiltinContext.Failure"/> set.
/// </summary>
internal delegate RegoValue? BuiltinFunction(BuiltinContext context, ReadOnlySpan<RegoValue> operands);

/// <summary>What a builtin with many results does: gives them one after the other.</summary>
internal delegate IEnumerable<RegoValue> BuiltinRelation(BuiltinContext context, RegoValue[] operands);

/// <summary>A builtin: how it is called and, if this engine provides it, what it does.</summary>
internal sealed class BuiltinEntry(BuiltinDeclaration declaration, BuiltinFunction? implementation, BuiltinRelation? relation)
{
    private Signature? signature;

    /// <summary>The name by which policies call it.</summary>
    public string Name => declaration.Name;

    /// <summary>The operator that stands for it, if one does.</summary>
    public string? Infix => declaration.Infix;

    /// <summary>Whether v1 modules must not call it.</summary>
    public bool IsDeprecated => declaration.IsDeprecated;

    /// <summary>Whether the result depends on more than the operands.</summary>
    public bool IsNondeterministic => declaration.IsNondeterministic;

    /// <summary>What it takes and gives.</summary>
    public Signature Signature => signature ??= TypeReader.ReadSignature(declaration.Signature);

    /// <summary>How many operands it takes; at least, if it is variadic.</summary>
    public int Arity => Signature.Arguments.Count;

    /// <summary>Whether it may be called with more operands than <see cref="Arity"/>.</summary>
    public bool IsVariadic => Signature.Variadic is not null;

    /// <summary>What it does; null where <see cref="Relation"/> does it, the evaluator itself, or nobody here.</summary>
    public BuiltinFunction? Implementation { get; } = implementation;

    /// <summary>What it does, if it has many results.</summary>
    public BuiltinRelation? Relation { get; } = relation;

    /// <summary>Whether the evaluator does this itself: unification, metadata, parsing of modules.</summary>
    public bool IsEvaluators => Name is "eq" or "assign" or "rego.metadata.chain" or "rego.metadata.rule" or "rego.parse_module" or "internal.test_case";

    /// <summary>Whether OPA knows the builtin but this engine does not provide it.</summary>
    public bool IsMissing => Implementation is null && Relation is null && !IsEvaluators;
}
