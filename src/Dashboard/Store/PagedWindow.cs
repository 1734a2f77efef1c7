using System.Runtime.CompilerServices;

namespace Bouncer.Dashboard.Store;

/// <summary>
/// A sequence that grows at its end and shrinks at its beginning. Each item keeps its number for good. Snapshots cost a
/// reference for each page: a page that a snapshot has is copied before anything on it that the snapshot sees is changed.
/// Not safe to use from several threads; snapshots are.
/// </summary>
internal sealed class PagedWindow<T>
{
    private const int PageSize = 512;

    private readonly List<Page> _pages = [];

    /// <summary>The number of the first item that is still here.</summary>
    public long First { get; private set; }

    /// <summary>The number that the next item will get.</summary>
    public long Next { get; private set; }

    /// <summary>How many items there are.</summary>
    public int Count => (int)(Next - First);

    /// <summary>The bytes of the pages, without what their items refer to.</summary>
    public long Size => _pages.Count * (long)((PageSize * Unsafe.SizeOf<T>()) + 64);

    /// <summary>The number of the first item of the first page.</summary>
    private long PagesFrom => First - (First % PageSize);

    /// <summary>An item.</summary>
    public T this[long number]
    {
        get => _pages[PageOf(number)].Items[number % PageSize];
        set => Writable(number)[number % PageSize] = value;
    }

    /// <summary>Adds an item.</summary>
    /// <returns>Its number.</returns>
    public long Add(T item)
    {
        if (PageOf(Next) == _pages.Count)
        {
            _pages.Add(new Page(new T[PageSize]));
        }

        // No snapshot looks behind its own end, so that this page need not be copied.
        _pages[^1].Items[Next % PageSize] = item;
        return Next++;
    }

    /// <summary>Takes the first item away.</summary>
    public T RemoveFirst()
    {
        var item = this[First];

        // Whatever it refers to must go, not only when its whole page does.
        this[First] = default!;
        First++;
        if (First % PageSize == 0)
        {
            _pages.RemoveAt(0);
        }

        return item;
    }

    /// <summary>What is here now, for good.</summary>
    public WindowSnapshot<T> Snapshot()
    {
        var pages = new T[_pages.Count][];
        for (var i = 0; i < pages.Length; i++)
        {
            _pages[i].IsShared = true;
            pages[i] = _pages[i].Items;
        }

        return new(pages, PagesFrom, First, Next, PageSize);
    }

    private int PageOf(long number) => (int)((number - PagesFrom) / PageSize);

    private T[] Writable(long number)
    {
        var page = _pages[PageOf(number)];
        if (page.IsShared)
        {
            page.Items = [.. page.Items];
            page.IsShared = false;
        }

        return page.Items;
    }

    private sealed class Page(T[] items)
    {
        public T[] Items { get; set; } = items;

        public bool IsShared { get; set; }
    }
}

/// <summary>What was in a window at one moment.</summary>
internal readonly struct WindowSnapshot<T>(T[][] pages, long pagesFrom, long first, long next, int pageSize)
{
    /// <summary>The number of the first item.</summary>
    public long First => first;

    /// <summary>The number behind the last item.</summary>
    public long Next => next;

    /// <summary>How many items there are.</summary>
    public int Count => (int)(next - first);

    /// <summary>An item.</summary>
    public ref readonly T this[long number] => ref pages[(number - pagesFrom) / pageSize][number % pageSize];
}
