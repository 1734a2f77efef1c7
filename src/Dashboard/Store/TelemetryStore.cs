using System.Runtime.InteropServices;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Queries;

namespace Bouncer.Dashboard.Store;

/// <summary>
/// A window of telemetry in memory, bounded in bytes: what is added makes the oldest go, whatever signal it is. A decision goes
/// with the batch that told of it first. Safe to use from several threads; a request is added under a lock that is held for
/// microseconds, all reading of requests and all answering of questions happens outside of it.
/// </summary>
internal sealed class TelemetryStore
{
    /// <summary>What a dictionary takes for a text and a number: hash, next, key, value and its bucket.</summary>
    private const int IdBytes = 28;

    private readonly Lock _lock = new();
    private readonly ChangeSignal _changes = new();
    private readonly PagedWindow<TelemetryBatch> _batches = new();
    private readonly PagedWindow<StoredDecision> _decisions = new();
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly long[] _received = new long[SignalNames.All.Count];
    private readonly long[] _held = new long[SignalNames.All.Count];
    private readonly long _limit;
    private readonly long _room;
    private long _contents;
    private StoreSnapshot? _snapshot;

    /// <summary>Creates an empty store.</summary>
    /// <param name="limit">The bytes that it may take.</param>
    public TelemetryStore(long limit)
    {
        _limit = limit;
        _room = limit - StringPool.Reserve;
    }

    /// <summary>Tells of additions.</summary>
    public ChangeSignal Changes => _changes;

    private long Used => _contents + _batches.Size + _decisions.Size + ((long)_numbers.Capacity * IdBytes);

    /// <summary>Adds a request.</summary>
    /// <exception cref="RefusedTelemetryException">It would not fit even if it were alone.</exception>
    public void Add(ReadBatch read)
    {
        var size = read.Batch.Size + read.Decisions.Sum(d => (long)d.Size);
        if (size > _room / 2)
        {
            throw RefusedTelemetryException.TakesTooMuch(size, _limit);
        }

        lock (_lock)
        {
            GrowFor(read.Decisions.Count);
            MakeRoom(size);
            var signal = (int)read.Batch.Signal;
            _received[signal] += read.Batch.Count;
            _held[signal] += read.Batch.Count;
            _contents += read.Batch.Size;
            var number = _batches.Add(read.Batch);
            foreach (var (decision, decisionSize) in read.Decisions)
            {
                Add(decision, decisionSize, number);
            }

            // Pages of the windows come one at a time, so this is seldom more than nothing.
            Trim();
            MakeRoom(0);
            _snapshot = null;
        }

        _changes.Raise();
    }

    /// <summary>What is here now, for good. Whoever keeps it keeps that from being freed.</summary>
    public StoreSnapshot Snapshot()
    {
        lock (_lock)
        {
            return _snapshot ??= new StoreSnapshot
            {
                Batches = _batches.Snapshot(),
                Decisions = _decisions.Snapshot(),
                Used = Used + StringPool.Reserve,
                Limit = _limit,
                Held = Counts(_held),
                Received = Counts(_received),
            };
        }
    }

    /// <summary>The decision of an identifier; null if it is not here.</summary>
    public Decision? Find(string id)
    {
        lock (_lock)
        {
            return _numbers.TryGetValue(id, out var number) ? _decisions[number].Decision : null;
        }
    }

    private void Add(Decision decision, int size, long batch)
    {
        _contents += size;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, decision.Id, out var isKnown);
        if (!isKnown)
        {
            number = _decisions.Add(new(decision, batch, size));
            return;
        }

        // Texts of both sightings may live on, so both are paid for.
        var known = _decisions[number];
        _decisions[number] = known with { Decision = known.Decision.With(decision), Size = known.Size + size };
    }

    /// <summary>Before room is made, so that what the dictionary takes is reckoned with.</summary>
    private void GrowFor(int decisions)
    {
        if (_numbers.Count + decisions > _numbers.Capacity)
        {
            _numbers.EnsureCapacity(Math.Max(_numbers.Count + decisions, 2 * _numbers.Capacity));
        }
    }

    private void MakeRoom(long size)
    {
        while (_batches.Count > 0 && Used + size > _room)
        {
            RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        var number = _batches.First;
        var batch = _batches.RemoveFirst();
        _contents -= batch.Size;
        _held[(int)batch.Signal] -= batch.Count;
        while (_decisions.Count > 0 && _decisions[_decisions.First].Batch == number)
        {
            var decision = _decisions.RemoveFirst();
            _contents -= decision.Size;
            _numbers.Remove(decision.Decision.Id);
        }
    }

    /// <summary>After a time of many decisions the dictionary would stay large for good.</summary>
    private void Trim()
    {
        if (_numbers.Capacity > Math.Max(1024, 4 * _numbers.Count))
        {
            _numbers.TrimExcess(2 * _numbers.Count);
        }
    }

    private static SignalCounts Counts(long[] counts)
        => new(counts[(int)Signal.Traces], counts[(int)Signal.Logs], counts[(int)Signal.Metrics]);
}

/// <summary>A decision, the batch that told of it first, and the bytes that it takes.</summary>
internal readonly record struct StoredDecision(Decision Decision, long Batch, long Size);

/// <summary>What was in the store at one moment.</summary>
internal sealed record StoreSnapshot
{
    /// <summary>The requests, oldest first.</summary>
    public required WindowSnapshot<TelemetryBatch> Batches { get; init; }

    /// <summary>The decisions, oldest first.</summary>
    public required WindowSnapshot<StoredDecision> Decisions { get; init; }

    /// <summary>The bytes that all of it took.</summary>
    public required long Used { get; init; }

    /// <summary>The bytes that it may take.</summary>
    public required long Limit { get; init; }

    /// <summary>How many records there were.</summary>
    public required SignalCounts Held { get; init; }

    /// <summary>How many records had been added since the start.</summary>
    public required SignalCounts Received { get; init; }
}
