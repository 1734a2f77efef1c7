using System.Numerics;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>OPA's arithmetic: integers of 64 bits exactly, everything else in binary floats of 64 bits mantissa.</summary>
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
}
