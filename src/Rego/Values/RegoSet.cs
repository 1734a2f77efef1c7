using System.Collections;

namespace Bouncer.Rego.Values;

/// <summary>Different values, found by hash code and walked through in OPA's order.</summary>
public sealed class RegoSet : RegoValue, IReadOnlyCollection<RegoValue>
{
    private readonly KeyTable table;
    private readonly int depth;
    private int hash;

    private RegoSet(KeyTable table, int depth)
    {
        this.table = table;
        this.depth = depth;
    }

    /// <summary>The empty set.</summary>
    public static RegoSet Empty { get; } = new(KeyTable.None, 1);

    /// <summary>How many elements there are.</summary>
    public int Count => table.Count;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Set;

    internal override int Depth => depth;

    /// <summary>A set of values, doubled ones once.</summary>
    public static RegoSet Create(params ReadOnlySpan<RegoValue> elements)
    {
        var builder = new Builder(elements.Length);
        foreach (var element in elements)
        {
            builder.Add(element);
        }

        return builder.Build();
    }

    /// <summary>Whether the set has a value.</summary>
    public bool Contains(RegoValue value) => table.Find(value) >= 0;

    /// <inheritdoc/>
    public override RegoValue? Lookup(RegoValue key)
    {
        var index = table.Find(key);
        return index < 0 ? null : table[index];
    }

    /// <summary>The element at a place of OPA's order.</summary>
    public RegoValue ElementAt(int place) => table[table.Order()[place]];

    /// <summary>The element at a place of the order in which elements were added: cheaper where order does not matter.</summary>
    internal RegoValue Unordered(int place) => table[place];

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoSet set || set.Count != Count || set.GetHashCode() != GetHashCode())
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!set.Contains(table[i]))
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
            var sum = 0x7B7D;
            for (var i = 0; i < Count; i++)
            {
                sum += table.HashOf(i);
            }

            hash = sum == 0 ? 1 : sum;
        }

        return hash;
    }

    private protected override int CompareToSameKind(RegoValue other)
    {
        var set = (RegoSet)other;
        var both = Math.Min(Count, set.Count);
        for (var i = 0; i < both; i++)
        {
            var order = ElementAt(i).CompareTo(set.ElementAt(i));
            if (order != 0)
            {
                return order;
            }
        }

        return Count.CompareTo(set.Count);
    }

    /// <summary>The elements in OPA's order, without allocation after the first walk.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<RegoValue> IEnumerable<RegoValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks through the elements in order.</summary>
    public struct Enumerator : IEnumerator<RegoValue>
    {
        private readonly RegoSet set;
        private readonly int[] order;
        private int place;

        internal Enumerator(RegoSet set)
        {
            this.set = set;
            order = set.table.Order();
            place = -1;
        }

        /// <inheritdoc/>
        public readonly RegoValue Current => set.table[order[place]];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++place < order.Length;

        /// <inheritdoc/>
        public void Reset() => place = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }

    /// <summary>Makes a set element by element. Not for use by two threads, nor after <see cref="Build"/>.</summary>
    public sealed class Builder
    {
        private KeyTable table;
        private int deepest;

        /// <summary>A builder with room for some elements.</summary>
        public Builder(int capacity = 0) => table = new(Math.Min(capacity, 1 << 20));

        /// <summary>A builder that begins with the elements of a set.</summary>
        public Builder(RegoSet start)
        {
            ArgumentNullException.ThrowIfNull(start);
            table = start.table.Copy(4);
            deepest = start.depth - 1;
        }

        /// <summary>How many elements there are so far.</summary>
        public int Count => table.Count;

        /// <summary>Adds an element; says whether it is new.</summary>
        public bool Add(RegoValue element)
        {
            ArgumentNullException.ThrowIfNull(element);
            deepest = Math.Max(deepest, element.Depth);
            table.Add(element, out var added);
            return added;
        }

        /// <summary>Whether an element was added.</summary>
        public bool Contains(RegoValue element) => table.Find(element) >= 0;

        /// <summary>The set. The builder is empty again.</summary>
        public RegoSet Build()
        {
            if (table.Count == 0)
            {
                return Empty;
            }

            var set = new RegoSet(table, ValueTooDeepException.Around(deepest));
            table = new(0);
            deepest = 0;
            return set;
        }
    }
}
