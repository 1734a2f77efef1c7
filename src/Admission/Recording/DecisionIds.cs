using System.Globalization;
using System.Security.Cryptography;

namespace Bouncer.Admission.Recording;

/// <summary>Identifiers of decisions: a random part for the process and a number that counts up, as in
/// <c>8f3a1c5b09de-2a</c>. Short enough to read out, and unique among replicas and restarts.</summary>
public static class DecisionIds
{
    private const int MaxDigits = 16;
    private static readonly string s_prefix = RandomNumberGenerator.GetHexString(12, lowercase: true) + "-";
    private static long s_last;

    /// <summary>The next identifier.</summary>
    public static string Next()
    {
        Span<char> digits = stackalloc char[MaxDigits];
        Interlocked.Increment(ref s_last).TryFormat(digits, out var written, "x", CultureInfo.InvariantCulture);
        return string.Concat(s_prefix, digits[..written]);
    }
}
