using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The types that are known: of variables, and of rules by their place.</summary>
internal sealed class TypeEnvironment
{
    /// <summary>The type of a term as far as it can be read off the term alone; null if it is not known.</summary>
    public static RegoType? Shallow(Term term) => term switch
    {
        NullTerm => RegoType.Null,
        BooleanTerm => RegoType.Boolean,
        NumberTerm => RegoType.Number,
        StringTerm => RegoType.String,
        ArrayTerm array => new ArrayType([.. array.Elements.Select(e => Shallow(e) ?? RegoType.Any)], null),
        RefTerm { Path: [VarTerm { Name: "input" or "data" }, ..] } => RegoType.Any,
        _ => null,
    };
}
