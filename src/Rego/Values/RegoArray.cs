using System.Collections;
using Bouncer.Rego.Json;

namespace Bouncer.Rego.Values;

/// <summary>A sequence of values.</summary>
public sealed class RegoArray : RegoValue, IReadOnlyList<RegoValue>
{
    private readonly RegoValue?[] items;
    private readonly JsonNode source; // where missing items are read from, if the array is of a document not yet decoded
    private readonly int depth;
    private int hash;

    private RegoArray(RegoValue[] items, int depth)
    {
        this.items = items;
        this.depth = depth;
    }

    /// <summary>An array whose items are decoded when they are first asked for.</summary>
    internal RegoArray(JsonNode source, int count, int depth)
    {
        this.source = source;
        this.depth = depth;
        items = new RegoValue?[count];
    }

    /// <summary>The empty array.</summary>
    public static RegoArray Empty { get; } = new([], 1);

    /// <summary>How many items there are.</summary>
    public int Count => items.Length;

    /// <summary>The item at an index from 0.</summary>
    public RegoValue this[int index] => items[index] ?? Decode(index);

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Array;

    internal override int Depth => depth;

    /// <summary>An array of items.</summary>
    public static RegoArray Create(params ReadOnlySpan<RegoValue> items) => items.IsEmpty ? Empty : Own(items.ToArray());

    /// <summary>An array of items, which nobody may change afterwards.</summary>
    internal static RegoArray Own(RegoValue[] items)
    {
        if (items.Length == 0)
        {
            return Empty;
        }

        var deepest = 0;
        foreach (var item in items)
        {
            deepest = Math.Max(deepest, item.Depth);
        }

        return new(items, ValueTooDeepException.Around(deepest));
    }

    /// <summary>An array of items.</summary>
    internal static RegoArray Of(IEnumerable<RegoValue> items) => Own([.. items]);

    /// <inheritdoc/>
    public override RegoValue? Lookup(RegoValue key)
        => key is RegoNumber number && number.TryGetInt64(out var index) && (ulong)index < (ulong)items.Length ? this[(int)index] : null;

    /// <summary>The items from one index up to, not including, another.</summary>
    internal RegoArray Slice(int start, int end)
    {
        var part = new RegoValue[end - start];
        for (var i = 0; i < part.Length; i++)
        {
            part[i] = this[start + i];
        }

        return Own(part);
    }

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoArray array || array.Count != Count || (hash != 0 && array.hash != 0 && hash != array.hash))
        {
            return false;
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (!this[i].Equals(array[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (hash == 0)
        {
            var code = new HashCode();
            code.Add(0x5B5D);
            for (var i = 0; i < items.Length; i++)
            {
                code.Add(this[i].GetHashCode());
            }

            var result = code.ToHashCode();
            hash = result == 0 ? 1 : result;
        }

        return hash;
    }

    private protected override int CompareToSameKind(RegoValue other)
    {
        var array = (RegoArray)other;
        var both = Math.Min(Count, array.Count);
        for (var i = 0; i < both; i++)
        {
            var order = this[i].CompareTo(array[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return Count.CompareTo(array.Count);
    }

    private RegoValue Decode(int index)
    {
        // Two threads may decode the same items: what they make is equal, and either may stay.
        source.DecodeItems(this, items);
        return items[index]!;
    }

    /// <summary>The items in order, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<RegoValue> IEnumerable<RegoValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks through the items.</summary>
    public struct Enumerator : IEnumerator<RegoValue>
    {
        private readonly RegoArray array;
        private int index;

        internal Enumerator(RegoArray array)
        {
            this.array = array;
            index = -1;
        }

        /// <inheritdoc/>
        public readonly RegoValue Current => array[index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++index < array.Count;

        /// <inheritdoc/>
        public void Reset() => index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
