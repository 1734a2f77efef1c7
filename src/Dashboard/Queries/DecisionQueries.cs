using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Store;

namespace Bouncer.Dashboard.Queries;

/// <summary>Questions about decisions. Each looks through all that there are: a hundred thousand take some milliseconds, and an
/// index would have to be paid for by every request that comes.</summary>
internal static class DecisionQueries
{
    public static DecisionPage Page(WindowSnapshot<StoredDecision> decisions, DecisionFilter filter, DecisionCursor? after, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var matcher = new DecisionMatcher(filter);
        var matching = 0;

        // The newest so far, and the oldest of them first, to make place for a newer one. They come by when they were received,
        // which is not quite when they were made. One more than asked for tells whether there is another page.
        var newest = new PriorityQueue<Decision, DecisionCursor>(Order.Instance);
        for (var number = decisions.Next - 1; number >= decisions.First; number--)
        {
            var decision = decisions[number].Decision;
            if (!matcher.Matches(decision))
            {
                continue;
            }

            matching++;
            var cursor = new DecisionCursor(decision.Time, number);
            if (after is { } end && Order.Instance.Compare(cursor, end) >= 0)
            {
                continue;
            }

            if (newest.Count <= size)
            {
                newest.Enqueue(decision, cursor);
            }
            else if (newest.TryPeek(out _, out var oldest) && Order.Instance.Compare(cursor, oldest) > 0)
            {
                newest.DequeueEnqueue(decision, cursor);
            }
        }

        var hasMore = newest.Count > size;
        if (hasMore)
        {
            newest.Dequeue();
        }

        DecisionCursor? next = hasMore && newest.TryPeek(out _, out var last) ? last : null;
        var page = new Decision[newest.Count];
        for (var i = page.Length - 1; i >= 0; i--)
        {
            page[i] = newest.Dequeue();
        }

        return new(page, next, matching);
    }

    public static IReadOnlyList<OutcomeCount> Outcomes(WindowSnapshot<StoredDecision> decisions, DecisionFilter filter, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        var window = filter.Window ?? throw new ArgumentException("Counting over time needs a time window.", nameof(filter));
        var counts = new int[parts, Enum.GetValues<DecisionOutcome>().Length];
        foreach (var decision in Matching(decisions, filter))
        {
            counts[window.PartOf(decision.Time, parts), (int)decision.Outcome]++;
        }

        return [.. Enumerable.Range(0, parts).Select(part => new OutcomeCount(
            window.Part(part, parts),
            counts[part, (int)DecisionOutcome.Allowed],
            counts[part, (int)DecisionOutcome.Denied],
            counts[part, (int)DecisionOutcome.Failed]))];
    }

    public static TopRefused TopRefused(WindowSnapshot<StoredDecision> decisions, DecisionFilter filter, int size)
    {
        Dictionary<string, int> registries = [], images = [], namespaces = [], rules = [];
        foreach (var decision in Matching(decisions, filter))
        {
            if (decision.Outcome != DecisionOutcome.Allowed)
            {
                Count(registries, decision.Registries);
                Count(images, decision.Images);
                Count(rules, decision.Rules);
                Count(namespaces, decision.Namespace.Length > 0 ? [decision.Namespace] : []);
            }
        }

        return new(Top(registries, size), Top(images, size), Top(namespaces, size), Top(rules, size));
    }

    public static DecisionFacets Facets(WindowSnapshot<StoredDecision> decisions)
    {
        HashSet<string> services = [], namespaces = [], rules = [], registries = [];
        foreach (var decision in Matching(decisions, DecisionFilter.All))
        {
            services.Add(decision.Service);
            namespaces.Add(decision.Namespace);
            rules.UnionWith(decision.Rules);
            registries.UnionWith(decision.Registries);
        }

        return new(Sorted(services), Sorted(namespaces), Sorted(rules), Sorted(registries));
    }

    private static IEnumerable<Decision> Matching(WindowSnapshot<StoredDecision> decisions, DecisionFilter filter)
    {
        var matcher = new DecisionMatcher(filter);
        for (var number = decisions.First; number < decisions.Next; number++)
        {
            var decision = decisions[number].Decision;
            if (matcher.Matches(decision))
            {
                yield return decision;
            }
        }
    }

    private static void Count(Dictionary<string, int> counts, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    private static List<NamedCount> Top(Dictionary<string, int> counts, int size)
        => [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(size).Select(c => new NamedCount(c.Key, c.Value))];

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Where(n => n.Length > 0).Order(StringComparer.Ordinal)];

    /// <summary>From old to new.</summary>
    private sealed class Order : IComparer<DecisionCursor>
    {
        public static Order Instance { get; } = new();

        public int Compare(DecisionCursor x, DecisionCursor y)
        {
            var byTime = x.Time.CompareTo(y.Time);
            return byTime != 0 ? byTime : x.Sequence.CompareTo(y.Sequence);
        }
    }
}
