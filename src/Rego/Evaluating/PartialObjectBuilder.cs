using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>An object of any depth that rules fill: values, or elements of sets, at paths.</summary>
internal sealed class PartialObjectBuilder
{
    private readonly Dictionary<RegoValue, Entry> _entries = [];

    public RegoObject Build()
    {
        var made = new RegoObject.Builder(_entries.Count);
        foreach (var (key, entry) in _entries)
        {
            made.Set(key, entry.Build());
        }

        return made.Build();
    }

    /// <summary>Puts a value at a path, or adds it to the set there.</summary>
    public void Put(EvaluationContext context, ReadOnlySpan<RegoValue> path, RegoValue value, bool isElement, SourceSpan span)
    {
        var entries = _entries;
        for (var i = 0; i < path.Length - 1; i++)
        {
            var entry = Find(entries, path[i]);
            if (entry.Value is not null || entry.Set is not null)
            {
                throw Conflicts.ObjectKeys(span);
            }

            entry.Inside ??= new PartialObjectBuilder();
            entries = entry.Inside._entries;
        }

        var last = Find(entries, path[^1]);
        if (isElement)
        {
            if (last.Value is not null || last.Inside is not null)
            {
                throw Conflicts.ObjectKeys(span);
            }

            (last.Set ??= new RegoSet.Builder()).Add(value);
            context.CheckSize(last.Set.Count);
        }
        else if (last.IsEmpty)
        {
            last.Value = value;
            context.CheckSize(entries.Count);
        }
        else if (last.Set is not null || !last.Build().Equals(value))
        {
            throw Conflicts.ObjectKeys(span);
        }
        else
        {
            // What other rules made of parts is closed now that a rule has given it as a whole.
            last.Value = value;
            last.Inside = null;
        }
    }

    private static Entry Find(Dictionary<RegoValue, Entry> entries, RegoValue key)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            entries.Add(key, entry = new Entry());
        }

        return entry;
    }

    private sealed class Entry
    {
        public RegoValue? Value { get; set; }

        public RegoSet.Builder? Set { get; set; }

        public PartialObjectBuilder? Inside { get; set; }

        public bool IsEmpty => Value is null && Set is null && Inside is null;

        // Depth is bounded by the length of the rules' heads.
        public RegoValue Build() => Value ?? (Set is not null ? Set.Build() : Inside?.Build() ?? RegoObject.Empty);
    }
}

/// <summary>Adds to the object that rules are making.</summary>
internal sealed class PutAtStep(Expression[] path, Expression value, bool isElement, SourceSpan span) : Step
{
    public override bool Run(EvaluationContext context, Slot[] frame)
    {
        var keys = new RegoValue[path.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (path[i].Evaluate(context, frame) is not { } key)
            {
                return true;
            }

            keys[i] = key;
        }

        if (value.Evaluate(context, frame) is { } content)
        {
            (context.Document ??= new PartialObjectBuilder()).Put(context, keys, content, isElement, span);
        }

        return true;
    }
}
