using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Who has sent telemetry.</summary>
internal static class ResourceQuery
{
    public static IReadOnlyList<ResourceSummary> Resources(StoreSnapshot store)
    {
        Dictionary<(string Service, string Instance), Seen> seen = [];
        for (var number = store.Batches.First; number < store.Batches.Next; number++)
        {
            var batch = store.Batches[number];
            for (var group = 0; group < batch.Groups.Count; group++)
            {
                var key = (batch.Groups[group].Service, batch.Groups[group].Instance);
                if (!seen.TryGetValue(key, out var resource))
                {
                    seen[key] = resource = new Seen { First = batch };
                }

                var (from, to) = (batch.RecordsOf(group).Start.Value, batch.RecordsOf(group).End.Value);
                resource.Counts[(int)batch.Signal] += to - from;
                (resource.Last, resource.LastGroup) = (batch, group);
            }
        }

        return [.. seen
            .OrderBy(s => s.Key.Service, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Instance, StringComparer.Ordinal)
            .Select(s => s.Value.ToSummary())];
    }

    private sealed class Seen
    {
        public required TelemetryBatch First { get; init; }

        public TelemetryBatch? Last { get; set; }

        public int LastGroup { get; set; }

        public long[] Counts { get; } = new long[SignalNames.All.Count];

        public ResourceSummary ToSummary()
            => new(
                Last!.ReadResource(LastGroup),
                First.Received,
                Last.Received,
                Counts[(int)Signal.Traces],
                Counts[(int)Signal.Logs],
                Counts[(int)Signal.Metrics]);
    }
}
