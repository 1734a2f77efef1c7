using Bouncer.GatekeeperAdapter.Audit.Runs;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>Where runs are asked for and told of. Thread-safe.</summary>
/// <param name="off">Why there is no audit in this process; null if there is.</param>
internal sealed class AuditDesk(string? off)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _bell = NewBell();
    private TaskCompletionSource<AuditSummary?> _answer = NewAnswer();
    private bool _isOpen;

    /// <summary>Why there is no audit in this process; null if there is.</summary>
    public string? Off => off;

    /// <summary>Whether this replica is the one that audits.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _isOpen;
            }
        }
    }

    /// <summary>Whether a run is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>What the last run of this replica came to; null if there was none.</summary>
    public AuditSummary? Last { get; private set; }

    /// <summary>Ends when a run is asked for.</summary>
    public Task Asked
    {
        get
        {
            lock (_lock)
            {
                return _bell.Task;
            }
        }
    }

    /// <summary>Asks for a run that begins from now on, and gives what it came to. All who ask before it begins share it, so that
    /// runs do not queue up. Null if this replica does not audit, or no longer.</summary>
    public Task<AuditSummary?> AskAsync()
    {
        lock (_lock)
        {
            if (!_isOpen)
            {
                return Task.FromResult<AuditSummary?>(null);
            }

            _bell.TrySetResult();
            return _answer.Task;
        }
    }

    /// <summary>This replica audits from now on.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
        }
    }

    /// <summary>Another replica audits from now on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            Take().TrySetResult(null);
        }
    }

    /// <summary>Does a run, and tells it to all who had asked for it.</summary>
    public async Task RunAsync(Func<Task<AuditSummary>> run)
    {
        TaskCompletionSource<AuditSummary?> answer;
        lock (_lock)
        {
            answer = Take();
            IsRunning = true;
        }

        try
        {
            Last = await run();
            answer.TrySetResult(Last);
        }
        finally
        {
            IsRunning = false;
            answer.TrySetResult(null);
        }
    }

    private TaskCompletionSource<AuditSummary?> Take()
    {
        var taken = _answer;
        _answer = NewAnswer();
        _bell = NewBell();
        return taken;
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<AuditSummary?> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
