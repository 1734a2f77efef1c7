using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Bouncer.Admission.Recording;

/// <summary>
/// Counts by a name that strangers choose. Each name that a metric has is a time series in every system behind it, so there
/// is a limit: the names that come first are kept, and what comes later is counted together as <see cref="Other"/>.
/// </summary>
/// <param name="limit">The most names that are kept; 0 to count everything together.</param>
internal sealed class NamedCounts(int limit)
{
    /// <summary>What all names beyond the limit are called. No registry can have this name: it has neither dot nor port.</summary>
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);
    private readonly StrongBox<long> _other = new();
    private readonly Lock _keeping = new();
    private volatile int _kept;

    public void Add(string name)
        => Interlocked.Increment(ref (_counts.TryGetValue(name, out var count) ? count : Keep(name)).Value);

    /// <summary>All counts so far; <see cref="Other"/> comes last, if there is any.</summary>
    public IEnumerable<(string Name, long Count)> Read()
    {
        foreach (var (name, count) in _counts)
        {
            yield return (name, Volatile.Read(ref count.Value));
        }

        if (Volatile.Read(ref _other.Value) is > 0 and var others)
        {
            yield return (Other, others);
        }
    }

    private StrongBox<long> Keep(string name)
    {
        if (_kept >= limit)
        {
            return _other;
        }

        lock (_keeping)
        {
            if (_counts.TryGetValue(name, out var count))
            {
                return count;
            }

            if (_kept >= limit)
            {
                return _other;
            }

            _kept++;
            return _counts[name] = new StrongBox<long>();
        }
    }
}
