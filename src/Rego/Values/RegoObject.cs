using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Bouncer.Rego.Json;

namespace Bouncer.Rego.Values;

/// <summary>
/// Values by keys, found by hash code and walked through in OPA's order of the keys. An object of a JSON document is decoded when
/// it is asked: looking up a name reads the document's bytes, walking through it makes the table.
/// </summary>
public sealed partial class RegoObject : RegoValue, IEnumerable<KeyValuePair<RegoValue, RegoValue>>
{
    private readonly int depth;
    private readonly LazyMembers? lazy; // set for an object of a document; the table then is null until somebody needs all of it
    private Table? table;
    private int hash;

    private RegoObject(Table table, int depth)
    {
        this.table = table;
        this.depth = depth;
    }

    internal RegoObject(LazyMembers lazy, int depth)
    {
        this.lazy = lazy;
        this.depth = depth;
    }

    /// <summary>The empty object.</summary>
    public static RegoObject Empty { get; } = new(new Table(KeyTable.None, []), 1);

    /// <summary>How many members there are.</summary>
    public int Count => Members.Keys.Count;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Object;

    internal override int Depth => depth;

    private Table Members => table ?? (table = lazy!.ToTable());

    /// <summary>An object of members; of doubled keys the last.</summary>
    public static RegoObject Create(params ReadOnlySpan<KeyValuePair<RegoValue, RegoValue>> members)
    {
        var builder = new Builder(members.Length);
        foreach (var (key, value) in members)
        {
            builder.Set(key, value);
        }

        return builder.Build();
    }

    /// <summary>The value of a key, if the object has it.</summary>
    public bool TryGet(RegoValue key, [NotNullWhen(true)] out RegoValue? value) => (value = Lookup(key)) is not null;

    /// <summary>The value of a text key, if the object has it.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out RegoValue? value) => TryGet(new RegoString(key), out value);

    /// <inheritdoc/>
    public override RegoValue? Lookup(RegoValue key)
    {
        var members = table;
        if (members is null)
        {
            if (!lazy!.IsLarge)
            {
                return key is RegoString name ? lazy.Find(name.Value) : null;
            }

            members = Members;
        }

        var index = members.Keys.Find(key);
        return index < 0 ? null : members.Values[index];
    }

    /// <summary>The key at a place of OPA's order.</summary>
    public RegoValue KeyAt(int place) => Members.Keys[Members.Keys.Order()[place]];

    /// <summary>The value at a place of OPA's order of the keys.</summary>
    public RegoValue ValueAt(int place) => Members.Values[Members.Keys.Order()[place]];

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoObject obj || obj.Count != Count || (hash != 0 && obj.hash != 0 && hash != obj.hash))
        {
            return false;
        }

        var mine = Members;
        for (var i = 0; i < mine.Keys.Count; i++)
        {
            if (!obj.TryGet(mine.Keys[i], out var theirs) || !mine.Values[i].Equals(theirs))
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
            var mine = Members;
            var sum = 0x3A7B;
            for (var i = 0; i < mine.Keys.Count; i++)
            {
                sum += HashCode.Combine(mine.Keys.HashOf(i), mine.Values[i].GetHashCode());
            }

            hash = sum == 0 ? 1 : sum;
        }

        return hash;
    }

    private protected override int CompareToSameKind(RegoValue other)
    {
        var obj = (RegoObject)other;
        var both = Math.Min(Count, obj.Count);
        for (var i = 0; i < both; i++)
        {
            var order = KeyAt(i).CompareTo(obj.KeyAt(i));
            order = order == 0 ? ValueAt(i).CompareTo(obj.ValueAt(i)) : order;
            if (order != 0)
            {
                return order;
            }
        }

        return Count.CompareTo(obj.Count);
    }

    /// <summary>The members in OPA's order of their keys, without allocation after the first walk.</summary>
    public Enumerator GetEnumerator() => new(Members);

    IEnumerator<KeyValuePair<RegoValue, RegoValue>> IEnumerable<KeyValuePair<RegoValue, RegoValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Keys with the values beside them.</summary>
    internal sealed record Table(KeyTable Keys, RegoValue[] Values);

    /// <summary>Walks through the members in order.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<RegoValue, RegoValue>>
    {
        private readonly Table table;
        private readonly int[] order;
        private int place;

        internal Enumerator(Table table)
        {
            this.table = table;
            order = table.Keys.Order();
            place = -1;
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<RegoValue, RegoValue> Current => new(Key, Value);

        /// <summary>The key of the member.</summary>
        public readonly RegoValue Key => table.Keys[order[place]];

        /// <summary>The value of the member.</summary>
        public readonly RegoValue Value => table.Values[order[place]];

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
}
