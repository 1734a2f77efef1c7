using System.Globalization;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Finds the listing that was told last. Its records are told one after the other, by one replica, and the last of them says
/// how many there were.</summary>
internal static class PolicyListingQuery
{
    private const string Scope = "Bouncer.Policies";

    public static PolicyListing? Newest(StoreSnapshot store, DateTimeOffset now)
    {
        Reading? reading = null;
        for (var number = store.Batches.Next - 1; number >= store.Batches.First; number--)
        {
            var batch = store.Batches[number];
            if (batch.Received < now - MetricSeries.Fresh)
            {
                break;
            }

            for (var i = batch.Signal == Signal.Logs ? batch.Count - 1 : -1; i >= 0; i--)
            {
                if (batch.GroupOf(i).ScopeName != Scope)
                {
                    continue;
                }

                var record = batch.ReadLog(i);
                reading ??= Reading.Begin(record);
                if (reading is not null && reading.Take(record))
                {
                    return reading.End();
                }
            }
        }

        // What was told first of it is no longer here.
        return reading?.End();
    }

    private sealed class Reading
    {
        private readonly LogRecord _end;
        private readonly List<ListedTemplate> _templates = [];
        private readonly List<ListedConstraint> _constraints = [];
        private readonly long _listed;
        private readonly long _unlisted;

        private Reading(LogRecord end)
        {
            _end = end;
            _listed = Number(end, "listed") ?? 0;
            _unlisted = Number(end, "unlisted") ?? 0;
        }

        public static Reading? Begin(LogRecord record) => record.Attributes.Text("event_type") == "policies_listed" ? new(record) : null;

        /// <summary>Takes a record, if it belongs to this listing.</summary>
        /// <returns>Whether that was the last one.</returns>
        public bool Take(LogRecord record)
        {
            if (record.Resource.InstanceId == _end.Resource.InstanceId && record.Attributes.Text("listing_id") == _end.Attributes.Text("listing_id"))
            {
                Add(record);
            }

            return _templates.Count + _constraints.Count >= _listed;
        }

        public PolicyListing End() => new()
        {
            Told = _end.Time,
            Version = _end.Attributes.Text("policy_version"),
            // They were met from the last one on. Who tells one twice, which no adapter does, must not have it shown twice: rows go by it.
            Templates = [.. _templates.AsEnumerable().Reverse().DistinctBy(t => t.Name)],
            Constraints = [.. _constraints.AsEnumerable().Reverse().DistinctBy(c => c.Rule)],
            Missing = Math.Max(0, _listed - _templates.Count - _constraints.Count) + Math.Max(0, _unlisted),
        };

        private void Add(LogRecord record)
        {
            var told = record.Attributes;
            switch (told.Text("event_type"))
            {
                case "template_listed":
                    _templates.Add(new(told.Text("template_name"), told.Text("constraint_kind"), told.Text("template_status"), told.Text("problem")));
                    break;
                case "constraint_listed":
                    _constraints.Add(new(
                        told.Text("constraint_kind"),
                        told.Text("constraint_name"),
                        told.Text("constraint_action"),
                        told.Text("constraint_status"),
                        Number(record, "constraint_violations"),
                        told.Text("problem")));
                    break;
                default:
                    break;
            }
        }

        private static long? Number(LogRecord record, string name)
            => long.TryParse(record.Attributes.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
