using System.Security.Cryptography;

namespace Bouncer.Admission.Recording;

/// <summary>Identifiers of decisions: a random part for the process and a number that counts up, as in
/// <c>8f3a1c5b09de-2a</c>. Short enough to read out, and unique among replicas and restarts.</summary>
public static class DecisionIds
{
    private static readonly string s_process = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private static long s_last;

    /// <summary>The next identifier.</summary>
    public static string Next() => $"{s_process}-{Interlocked.Increment(ref s_last):x}";
}
