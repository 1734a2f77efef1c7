using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Pages;

/// <summary>The decisions that a filter lets through, read page by page as far as somebody scrolls.</summary>
/// <param name="queries">Where they are.</param>
/// <param name="filter">Which.</param>
internal sealed class DecisionList(IDashboardQueries queries, DecisionFilter filter)
{
    private const int PageSize = 500;

    private readonly List<Decision> _read = [];
    private DecisionCursor? _next;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the first page.</summary>
    public static DecisionList Read(IDashboardQueries queries, DecisionFilter filter)
    {
        var list = new DecisionList(queries, filter);
        list.ReadPage(PageSize);
        return list;
    }

    /// <summary>Some of them, newest first.</summary>
    public IReadOnlyList<Decision> Slice(int start, int count)
    {
        while (_next is not null && _read.Count < start + count)
        {
            ReadPage(Math.Max(PageSize, start + count - _read.Count));
        }

        return _read.GetRange(Math.Min(start, _read.Count), Math.Clamp(_read.Count - start, 0, count));
    }

    private void ReadPage(int size)
    {
        var page = queries.Decisions(filter, _next, size);
        _read.AddRange(page.Decisions);
        _next = page.Next;

        // Those that went while somebody scrolled are not there any more; those that came are above.
        Count = _next is null ? _read.Count : Math.Max(_read.Count, Count == 0 ? page.Matching : Count);
    }
}
