namespace Bouncer.Dashboard.Queries;

/// <summary>A stretch of time.</summary>
/// <param name="From">Its beginning, inclusive.</param>
/// <param name="To">Its end, exclusive.</param>
public readonly record struct TimeWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Its length; never negative.</summary>
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;

    /// <summary>The time before a moment.</summary>
    public static TimeWindow Before(DateTimeOffset end, TimeSpan length) => new(end - length, end);

    /// <summary>Whether a moment is in it.</summary>
    public bool Contains(DateTimeOffset time) => time >= From && time < To;

    /// <summary>In which of some equal parts a moment of the window is.</summary>
    public int PartOf(DateTimeOffset time, int parts)
        => (int)Math.Min(parts - 1, (time - From).Ticks / (double)Math.Max(1, Length.Ticks) * parts);

    /// <summary>One of some equal parts.</summary>
    public TimeWindow Part(int index, int parts)
        => new(From + (Length * index / parts), From + (Length * (index + 1) / parts));
}
