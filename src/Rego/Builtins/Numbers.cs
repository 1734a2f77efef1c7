using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>OPA's arithmetic where integers of 64 bits do not do: binary floats with a mantissa of 64 bits.</summary>
internal static class Numbers
{
    /// <summary>The integer a number is, as OPA sees it: through a float, which rounds integers of more than 64 bits.</summary>
    public static bool TryGetInteger(RegoNumber number, out BigInteger value)
    {
        if (number.TryGetIntegerValue(out var small))
        {
            value = small;
            return true;
        }

        var exact = BigFloat.Of(number);
        value = exact.IsInteger ? exact.Truncate() : default;
        return exact.IsInteger;
    }

    /// <summary>The integer part of a number.</summary>
    public static BigInteger Truncate(RegoNumber number) => number.TryGetIntegerValue(out var small) ? small : BigFloat.Of(number).Truncate();

    public static RegoNumber Add(RegoNumber x, RegoNumber y) => (BigFloat.Of(x) + BigFloat.Of(y)).ToNumber();

    public static RegoNumber Multiply(RegoNumber x, RegoNumber y) => (BigFloat.Of(x) * BigFloat.Of(y)).ToNumber();
}
