using System.Collections.Concurrent;

namespace Bouncer.Rego.Builtins;

/// <summary>
/// What was made of a key, for keys that come again: compiled patterns. Emptied when it is full, so that strangers' patterns cannot
/// fill the memory. Shared by all evaluations; what it holds is immutable.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, TValue> values = new();
    private int count;

    /// <summary>The value of a key, made if it is not there. What throws while being made is not kept.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        if (values.TryGetValue(key, out var value))
        {
            return value;
        }

        value = make();
        if (Interlocked.Increment(ref count) > capacity)
        {
            values.Clear();
            Interlocked.Exchange(ref count, 1);
        }

        return values.GetOrAdd(key, value);
    }
}
