namespace Bouncer.Rego.Values;

/// <summary>
/// Different values in the order they came, found by their hash codes: what a set is, and the keys of an object. Few are found by
/// looking at each, more by an index. Grows while a builder has it, is never changed after that.
/// </summary>
internal sealed class KeyTable(int capacity)
{
    // Up to here a walk over the keys, each compared by its cached hash code first, is faster than the index.
    private const int Few = 8;

    private RegoValue[] keys = capacity == 0 ? [] : new RegoValue[capacity];
    private int[] hashes = capacity == 0 ? [] : new int[capacity];
    private int[]? slots; // open addressing, index + 1, power of two, at most half full; null while few
    private int[]? order; // indices in OPA's order of the keys; null until asked for

    /// <summary>Nothing, ready to be shared.</summary>
    public static KeyTable None { get; } = new(0) { order = [] };

    public int Count { get; private set; }

    public RegoValue this[int index] => keys[index];

    /// <summary>Where a key is, -1 if nowhere.</summary>
    public int Find(RegoValue key)
    {
        if (Count == 0)
        {
            return -1;
        }

        // The same reference is common: names are interned, and constants of a policy are looked up again and again.
        var few = slots is null;
        if (few)
        {
            for (var i = 0; i < Count; i++)
            {
                if (ReferenceEquals(keys[i], key))
                {
                    return i;
                }
            }
        }

        return Find(key, key.GetHashCode());
    }

    private int Find(RegoValue key, int hash)
    {
        if (slots is null)
        {
            for (var i = 0; i < Count; i++)
            {
                if (hashes[i] == hash && keys[i].Equals(key))
                {
                    return i;
                }
            }

            return -1;
        }

        var mask = slots.Length - 1;
        for (var slot = Mix(hash) & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = slots[slot] - 1;
            if (hashes[index] == hash && keys[index].Equals(key))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Adds a key if it is new; says where it is.</summary>
    public int Add(RegoValue key, out bool added)
    {
        var hash = key.GetHashCode();
        var index = Find(key, hash);
        added = index < 0;
        if (!added)
        {
            return index;
        }

        if (Count == keys.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref keys, size);
            Array.Resize(ref hashes, size);
        }

        index = Count++;
        keys[index] = key;
        hashes[index] = hash;
        if (Count > Few)
        {
            Index(index);
        }

        return index;
    }

    private void Index(int added)
    {
        if (slots is null || Count * 2 > slots.Length)
        {
            slots = new int[Math.Max(32, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Count * 4))];
            added = 0;
        }

        var mask = slots.Length - 1;
        for (; added < Count; added++)
        {
            var slot = Mix(hashes[added]) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            slots[slot] = added + 1;
        }
    }

    // Hash codes of small numbers lie close together; spread them over the index.
    private static int Mix(int hash) => (int)((uint)hash * 0x9E3779B1u >> 7);

    /// <summary>The same key table that can be added to.</summary>
    public KeyTable Copy(int room)
    {
        var copy = new KeyTable(Count + room) { Count = Count, slots = (int[]?)slots?.Clone() };
        keys.AsSpan(0, Count).CopyTo(copy.keys);
        hashes.AsSpan(0, Count).CopyTo(copy.hashes);
        return copy;
    }

    /// <summary>The table with one key more, which must be new. Keeps the order, if it is known, instead of sorting again.</summary>
    public KeyTable With(RegoValue key)
    {
        var copy = Copy(1);
        copy.Add(key, out _);
        if (order is { } known)
        {
            var place = PlaceOf(key, known);
            var longer = new int[copy.Count];
            known.AsSpan(0, place).CopyTo(longer);
            longer[place] = Count;
            known.AsSpan(place).CopyTo(longer.AsSpan(place + 1));
            copy.order = longer;
        }

        return copy;
    }

    /// <summary>The table without the key at an index. Those behind it move up.</summary>
    public KeyTable Without(int removed)
    {
        var copy = new KeyTable(Count - 1) { Count = Count - 1 };
        Cut(keys, copy.keys);
        Cut(hashes, copy.hashes);
        if (copy.Count > Few)
        {
            copy.Index(0);
        }

        copy.order = order is { } known ? [.. known.Where(i => i != removed).Select(i => i > removed ? i - 1 : i)] : null;
        return copy;

        void Cut<T>(T[] from, T[] to)
        {
            from.AsSpan(0, removed).CopyTo(to);
            from.AsSpan(removed + 1, Count - removed - 1).CopyTo(to.AsSpan(removed));
        }
    }

    private int PlaceOf(RegoValue key, int[] sorted)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = keys[sorted[middle]].CompareTo(key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The indices of the keys in OPA's order.</summary>
    public int[] Order() => order ?? MakeOrder();

    private int[] MakeOrder()
    {
        var indices = new int[Count];
        var sorted = true;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = i;
            sorted &= i == 0 || keys[i - 1].CompareTo(keys[i]) < 0;
        }

        if (!sorted)
        {
            Array.Sort(keys.AsSpan(0, Count).ToArray(), indices, Comparer<RegoValue>.Default);
        }

        return order = indices;
    }

    public int HashOf(int index) => hashes[index];
}
