namespace Bouncer.Rego.Syntax;

/// <summary>Questions about terms.</summary>
internal static class Terms
{
    /// <summary>Whether a term has no variables. The head of a reference does not count; closures are not ground.</summary>
    public static bool IsGround(Term term) => term switch
    {
        ScalarTerm => true,
        RefTerm reference => AreGround(reference.Path.AsSpan()[1..]),
        ArrayTerm array => AreGround(array.Elements.AsSpan()),
        SetTerm set => AreGround(set.Elements.AsSpan()),
        ObjectTerm @object => @object.Pairs.All(p => IsGround(p.Key) && IsGround(p.Value)),
        CallTerm call => AreGround(call.Args.AsSpan()),
        _ => false,
    };

    /// <summary>Whether a term is the variable <c>input</c> or <c>data</c>.</summary>
    public static bool IsRootDocument(Term term)
        => term is RefTerm { Path: [VarTerm { Name: "input" or "data" }] } or VarTerm { Name: "input" or "data" };

    private static bool AreGround(ReadOnlySpan<Term> terms)
    {
        foreach (var term in terms)
        {
            if (!IsGround(term))
            {
                return false;
            }
        }

        return true;
    }
}
