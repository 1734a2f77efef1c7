using System.Diagnostics.CodeAnalysis;

namespace Bouncer.Rego.Values;

public sealed partial class RegoObject
{
    /// <summary>Makes an object member by member. Not for use by two threads, nor after <see cref="Build"/>.</summary>
    public sealed class Builder
    {
        private KeyTable keys;
        private RegoValue[] values;
        private int deepest;

        /// <summary>A builder with room for some members.</summary>
        public Builder(int capacity = 0)
        {
            capacity = Math.Min(capacity, 1 << 20);
            keys = new(capacity);
            values = capacity == 0 ? [] : new RegoValue[capacity];
        }

        /// <summary>A builder that begins with the members of an object.</summary>
        public Builder(RegoObject start)
        {
            ArgumentNullException.ThrowIfNull(start);
            var members = start.Members;
            keys = members.Keys.Copy(4);
            values = new RegoValue[keys.Count + 4];
            members.Values.AsSpan(0, keys.Count).CopyTo(values);
            deepest = start.depth - 1;
        }

        /// <summary>How many members there are so far.</summary>
        public int Count => keys.Count;

        /// <summary>Sets the value of a key, whether the object has it or not.</summary>
        public void Set(RegoValue key, RegoValue value) => Put(key, value, replace: true);

        /// <summary>Sets the value of a text key.</summary>
        public void Set(string key, RegoValue value) => Set(RegoNames.Of(key), value);

        /// <summary>Adds a member unless the key is there already; says whether it was added.</summary>
        public bool TryAdd(RegoValue key, RegoValue value) => Put(key, value, replace: false);

        /// <summary>The value of a key so far.</summary>
        public bool TryGet(RegoValue key, [NotNullWhen(true)] out RegoValue? value)
        {
            var index = keys.Find(key);
            value = index < 0 ? null : values[index];
            return index >= 0;
        }

        private bool Put(RegoValue key, RegoValue value, bool replace)
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            var index = keys.Add(key, out var added);
            if (!added && !replace)
            {
                return false;
            }

            if (index >= values.Length)
            {
                Array.Resize(ref values, Math.Max(4, values.Length * 2));
            }

            values[index] = value;
            deepest = Math.Max(deepest, Math.Max(key.Depth, value.Depth));
            return added;
        }

        /// <summary>The object. The builder is empty again.</summary>
        public RegoObject Build()
        {
            if (keys.Count == 0)
            {
                return Empty;
            }

            var made = new RegoObject(new Table(keys, values), ValueTooDeepException.Around(deepest));
            keys = new(0);
            values = [];
            deepest = 0;
            return made;
        }

        /// <summary>Only the table, for an object whose depth is known.</summary>
        internal Table ToTable() => new(keys, values);
    }
}
