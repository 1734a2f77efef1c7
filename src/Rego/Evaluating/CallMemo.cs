using System.Runtime.CompilerServices;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>
/// A call that was made: the function and its arguments. Scalars are compared by value; composites by identity, since comparing
/// a document may cost more than the call. Arguments that come from the same place are the same object.
/// </summary>
internal readonly struct CallMemo : IEquatable<CallMemo>
{
    public const int MaxArguments = 4;

    /// <summary>How many calls are remembered in a scope: enough to keep calls of calls from multiplying, and bounded.</summary>
    public const int MaxRemembered = 100_000;

    private readonly int _function;
    private readonly RegoValue? _first;
    private readonly RegoValue? _second;
    private readonly RegoValue? _third;
    private readonly RegoValue? _fourth;

    public CallMemo(int function, Slot[] frame, int arity)
    {
        _function = function;
        _first = arity > 0 ? frame[0].Value : null;
        _second = arity > 1 ? frame[1].Value : null;
        _third = arity > 2 ? frame[2].Value : null;
        _fourth = arity > 3 ? frame[3].Value : null;
    }

    public bool Equals(CallMemo other)
        => _function == other._function && Same(_first, other._first) && Same(_second, other._second)
            && Same(_third, other._third) && Same(_fourth, other._fourth);

    public override bool Equals(object? obj) => obj is CallMemo other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_function, Hash(_first), Hash(_second), Hash(_third), Hash(_fourth));

    // 1 and 1.0 are equal, yet a function may tell them apart by printing them.
    private static bool Same(RegoValue? left, RegoValue? right)
        => ReferenceEquals(left, right)
            || (left is not null && right is not null && left.Kind < RegoKind.Array && left.Equals(right)
                && (left is not RegoNumber || left.ToString() == right.ToString()));

    private static int Hash(RegoValue? value) => value is null ? 0 : value.Kind < RegoKind.Array ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);
}
