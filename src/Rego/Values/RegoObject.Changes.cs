namespace Bouncer.Rego.Values;

// Objects that differ in one member: for hosts that keep large documents up to date. What needs no change is shared or copied as
// a block; in particular nothing is hashed or sorted again.
public sealed partial class RegoObject
{
    /// <summary>The object with a value for a key, whether it had one or not.</summary>
    public RegoObject With(RegoValue key, RegoValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var members = Members;
        var index = members.Keys.Find(key);
        var keys = index < 0 ? members.Keys.With(key) : members.Keys;
        var values = new RegoValue[keys.Count];
        members.Values.AsSpan(0, members.Keys.Count).CopyTo(values);
        values[index < 0 ? ^1 : index] = value;
        return new RegoObject(new Table(keys, values), Math.Max(depth, ValueTooDeepException.Around(Math.Max(key.Depth, value.Depth))));
    }

    /// <summary>The object without a key; the object itself if it has no such key.</summary>
    public RegoObject Without(RegoValue key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var members = Members;
        var index = members.Keys.Find(key);
        if (index < 0)
        {
            return this;
        }

        var keys = members.Keys.Without(index);
        if (keys.Count == 0)
        {
            return Empty;
        }

        var values = new RegoValue[keys.Count];
        members.Values.AsSpan(0, index).CopyTo(values);
        members.Values.AsSpan(index + 1, keys.Count - index).CopyTo(values.AsSpan(index));
        return new RegoObject(new Table(keys, values), depth);
    }
}
