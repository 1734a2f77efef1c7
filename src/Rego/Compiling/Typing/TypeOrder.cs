using Bouncer.Rego.Builtins.Types;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>The order in which OPA names the parts of a union.</summary>
internal sealed class TypeOrder : IComparer<RegoType>
{
    public static TypeOrder Instance { get; } = new();

    public int Compare(RegoType? x, RegoType? y)
    {
        var byKind = Rank(x).CompareTo(Rank(y));
        return byKind != 0 ? byKind : string.CompareOrdinal(x?.ToString(), y?.ToString());
    }

    private static int Rank(RegoType? type) => type switch
    {
        ScalarType { Name: "null" } => 0,
        ScalarType { Name: "boolean" } => 1,
        ScalarType { Name: "number" } => 2,
        ScalarType => 3,
        ArrayType => 4,
        ObjectType => 5,
        SetType => 6,
        UnionType => 7,
        _ => 8,
    };
}
