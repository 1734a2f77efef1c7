namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>What went wrong in a run. Holds the first sentences and counts the others: every object could have its own.</summary>
internal sealed class AuditProblems
{
    private const int MaxTold = 20;

    private readonly List<string> _told = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them, and how many more there are.</summary>
    public IReadOnlyList<string> Told => Count > _told.Count ? [.. _told, $"And {Count - _told.Count} more like these."] : _told;

    public void Add(string sentence)
    {
        Count++;
        if (_told.Count < MaxTold)
        {
            _told.Add(sentence);
        }
    }

    public void Add(AuditProblems others)
    {
        others._told.ForEach(Add);
        Count += others.Count - others._told.Count;
    }
}
