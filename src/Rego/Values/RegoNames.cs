using System.Collections.Concurrent;

namespace Bouncer.Rego.Values;

/// <summary>
/// One RegoString for a name that occurs again and again, so that finding it is comparing references, and its hash code is
/// computed once. Bounded: what strangers send cannot fill the memory.
/// </summary>
internal static class RegoNames
{
    private const int MaxCount = 4096;
    private const int MaxLength = 64;

    private static readonly ConcurrentDictionary<string, RegoString> Known = new(StringComparer.Ordinal);
    private static int remembered; // asking the dictionary for its count takes its locks

    private static readonly ConcurrentDictionary<string, RegoString>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The value of a name.</summary>
    public static RegoString Of(string name)
        => name.Length > MaxLength ? new(name) : Known.TryGetValue(name, out var known) ? known : Remember(name);

    /// <summary>The value of a name.</summary>
    public static RegoString Of(ReadOnlySpan<char> name)
        => name.Length > MaxLength ? new(name.ToString()) : BySpan.TryGetValue(name, out var known) ? known : Remember(name.ToString());

    private static RegoString Remember(string name)
    {
        var made = new RegoString(name);

        if (remembered < MaxCount && Known.TryAdd(name, made))
        {
            Interlocked.Increment(ref remembered);
        }

        return made;
    }
}
