using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Log records, newest first.</summary>
internal static class LogQuery
{
    public static IReadOnlyList<LogRecord> Logs(StoreSnapshot store, LogFilter filter, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        List<LogRecord> found = [];

        // By when they were received, newest first: a page is read without reading all. Within it, by when they were written.
        for (var number = store.Batches.Next - 1; number >= store.Batches.First && found.Count < size; number--)
        {
            var batch = store.Batches[number];
            for (var i = batch.Signal == Signal.Logs ? batch.Count - 1 : -1; i >= 0 && found.Count < size; i--)
            {
                if ((filter.Service is null || filter.Service == batch.GroupOf(i).Service) && batch.ReadLog(i) is var record && Matches(filter, record))
                {
                    found.Add(record);
                }
            }
        }

        return [.. found.OrderByDescending(r => r.Time)];
    }

    private static bool Matches(LogFilter filter, LogRecord record)
        => record.Severity >= filter.MinSeverity
            && (filter.Window is not { } window || window.Contains(record.Time))
            && (filter.Text is not { Length: > 0 } text || Has(record, text));

    private static bool Has(LogRecord record, string text)
        => Has(record.Scope.Name, text)
            || Has(record.EventName, text)
            || Has(record.Body.ToString(), text)
            || record.Attributes.Any(a => Has(a.Key, text) || Has(a.Value.ToString(), text));

    private static bool Has(string whole, string text) => whole.Contains(text, StringComparison.OrdinalIgnoreCase);
}
