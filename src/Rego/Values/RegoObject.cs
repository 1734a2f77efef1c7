using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Bouncer.Rego.Values;

/// <summary>
/// Values by keys, found by hash code and walked through in OPA's order of the keys. Members may be made when they are asked for, as
/// those of a JSON document are: looking up a name reads the document's bytes, walking through it makes the table.
/// </summary>
public sealed partial class RegoObject : RegoValue, IEnumerable<KeyValuePair<RegoValue, RegoValue>>
{
    /// <summary>The most members of which each is found by itself.</summary>
    private const int Few = 32;

    private readonly int depth;
    private readonly RegoMembers? deferred; // if set the table is null until somebody needs all of it
    private Table? table;
    private int hash;

    private RegoObject(Table table, int depth)
    {
        this.table = table;
        this.depth = depth;
    }

    internal RegoObject(RegoMembers deferred, int depth)
    {
        this.deferred = deferred;
        this.depth = depth;
    }

    /// <summary>The empty object.</summary>
    public static RegoObject Empty { get; } = new(new Table(KeyTable.None, []), 1);

    /// <summary>How many members there are.</summary>
    public int Count => Members.Keys.Count;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Object;

    internal override int Depth => depth;

    private Table Members => table ?? (table = TableOf(deferred!));

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

    /// <summary>An object whose members are made when somebody asks for them.</summary>
    /// <param name="members">The members.</param>
    /// <param name="parts">Values that nest at least as deeply as any of the members.</param>
    /// <exception cref="ValueTooDeepException">The object would nest too deeply.</exception>
    public static RegoObject Deferred(RegoMembers members, params ReadOnlySpan<RegoValue?> parts)
    {
        ArgumentNullException.ThrowIfNull(members);
        var deepest = 1;
        foreach (var part in parts)
        {
            deepest = Math.Max(deepest, part?.Depth ?? 0);
        }

        return new RegoObject(members, ValueTooDeepException.Around(deepest));
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
            if (deferred!.MaxCount <= Few)
            {
                return key is RegoString name ? deferred.Find(name) : null;
            }

            members = Members;
        }

        var index = members.Keys.Find(key);
        return index < 0 ? null : members.Values[index];
    }

    /// <summary>The kind of a key's value, null if the object has no such key. Makes no value for it.</summary>
    public RegoKind? KindOf(RegoValue key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return table is null && deferred!.MaxCount <= Few
            ? key is RegoString name ? deferred.KindOf(name) : null
            : Lookup(key)?.Kind;
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

    private static Table TableOf(RegoMembers members)
    {
        var builder = new Builder(members.MaxCount);
        members.AddTo(builder);
        return builder.ToTable();
    }

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
