using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>A trace as a tree.</summary>
internal static class TraceQuery
{
    public static TraceTree? Tree(StoreSnapshot store, TraceId id)
    {
        List<Span> spans = [];
        List<LogRecord> logs = [];
        var isCut = false;
        for (var number = store.Batches.First; number < store.Batches.Next; number++)
        {
            var batch = store.Batches[number];
            for (var i = batch.Signal == Signal.Metrics ? -1 : batch.IndexOf(id.Key, 0); i >= 0; i = batch.IndexOf(id.Key, i + 1))
            {
                if (batch.Signal == Signal.Traces)
                {
                    isCut |= !TryAdd(spans, batch.ReadSpan(i), s => s.TraceId == id);
                }
                else
                {
                    isCut |= !TryAdd(logs, batch.ReadLog(i), l => l.TraceId == id);
                }
            }
        }

        if (spans.Count + logs.Count == 0)
        {
            return null;
        }

        var start = spans.Count > 0 ? spans.Min(s => s.Start) : logs.Min(l => l.Time);
        var end = spans.Count > 0 ? spans.Max(s => s.End) : start;
        return new(id, start, end > start ? end - start : TimeSpan.Zero, Rows(spans, start), [.. logs.OrderBy(l => l.Time)], isCut);
    }

    /// <summary>Adds what belongs to the trace.</summary>
    /// <returns>Whether there was room for it.</returns>
    private static bool TryAdd<T>(List<T> items, T item, Func<T, bool> belongs)
    {
        if (!belongs(item))
        {
            return true;
        }

        if (items.Count == TraceTree.MaxRows)
        {
            return false;
        }

        items.Add(item);
        return true;
    }

    /// <summary>Parents before children. Not by recursion, since a stranger says how deep it is; and each span once, whatever
    /// they say of each other.</summary>
    private static List<TraceSpan> Rows(List<Span> spans, DateTimeOffset start)
    {
        // The same span may have been sent twice.
        var byId = spans.DistinctBy(s => s.SpanId).ToDictionary(s => s.SpanId);
        var children = byId.Values.Where(HasParent).ToLookup(s => s.ParentSpanId);
        var rows = new List<TraceSpan>(byId.Count);
        var placed = new HashSet<SpanId>();
        Place(byId.Values.Where(s => !HasParent(s)));

        // What is left says in a circle that it is in each other.
        Place(byId.Values.Where(s => !placed.Contains(s.SpanId)).ToArray());
        return rows;

        bool HasParent(Span span) => span.ParentSpanId != span.SpanId && byId.ContainsKey(span.ParentSpanId);

        void Place(IEnumerable<Span> roots)
        {
            var waiting = new Stack<(Span Span, int Depth)>(NewestFirst(roots).Select(s => (s, 0)));
            while (waiting.TryPop(out var next))
            {
                var (span, depth) = next;
                if (!placed.Add(span.SpanId))
                {
                    continue;
                }

                rows.Add(new(span, depth, span.Start - start, !span.ParentSpanId.IsNone && !byId.ContainsKey(span.ParentSpanId)));
                foreach (var child in NewestFirst(children[span.SpanId]))
                {
                    waiting.Push((child, depth + 1));
                }
            }
        }
    }

    private static IEnumerable<Span> NewestFirst(IEnumerable<Span> spans)
        => spans.OrderByDescending(s => s.Start).ThenByDescending(s => s.SpanId.Value);
}
