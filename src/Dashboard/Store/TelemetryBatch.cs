using System.Runtime.CompilerServices;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;

namespace Bouncer.Dashboard.Store;

/// <summary>
/// One request as it came, with an index into its bytes. Records are read from the bytes when somebody looks at them: most are
/// never looked at, and bytes take a fraction of what objects would. Immutable.
/// </summary>
internal sealed class TelemetryBatch
{
    /// <summary>This object and the headers of its three arrays.</summary>
    private const int FixedBytes = 160;

    private readonly ulong[] _keys;
    private readonly Entry[] _entries;
    private readonly Group[] _groups;

    /// <summary>Creates a batch.</summary>
    /// <param name="signal">What it holds.</param>
    /// <param name="received">When it came.</param>
    /// <param name="bytes">The request, checked by its shape.</param>
    /// <param name="keys">What each record is looked for by.</param>
    /// <param name="entries">Where each record is.</param>
    /// <param name="groups">Who sent them.</param>
    /// <param name="textBytes">What the texts of the groups take.</param>
    public TelemetryBatch(Signal signal, DateTimeOffset received, byte[] bytes, ulong[] keys, Entry[] entries, Group[] groups, int textBytes)
    {
        Signal = signal;
        Received = received;
        Bytes = bytes;
        _keys = keys;
        _entries = entries;
        _groups = groups;
        Size = FixedBytes + bytes.Length + (keys.Length * sizeof(ulong)) + (entries.Length * Unsafe.SizeOf<Entry>())
            + (groups.Length * Unsafe.SizeOf<Group>()) + textBytes;
    }

    public Signal Signal { get; }

    public DateTimeOffset Received { get; }

    /// <summary>The request.</summary>
    public byte[] Bytes { get; }

    /// <summary>The bytes that it takes in memory, all told.</summary>
    public int Size { get; }

    /// <summary>How many records it has.</summary>
    public int Count => _entries.Length;

    public IReadOnlyList<Group> Groups => _groups;

    /// <summary>What each record is looked for by.</summary>
    public ReadOnlySpan<ulong> Keys => _keys;

    /// <summary>The next record with a key, from an index on; -1 if there is none.</summary>
    public int IndexOf(ulong key, int from)
    {
        var found = _keys.AsSpan(from).IndexOf(key);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>The records of a group.</summary>
    public Range RecordsOf(int group)
        => _groups[group].First..(group + 1 < _groups.Length ? _groups[group + 1].First : _entries.Length);

    /// <summary>Who sent a record, and with what.</summary>
    public ref readonly Group GroupOf(int index) => ref _groups[_entries[index].Group];

    public Span ReadSpan(int index)
    {
        var (resource, scope) = Source(index);
        return SpanReader.Read(Record(index), resource, scope);
    }

    public LogRecord ReadLog(int index)
    {
        var (resource, scope) = Source(index);
        return LogReader.Read(Record(index), resource, scope);
    }

    public Metric ReadMetric(int index)
    {
        var (resource, scope) = Source(index);
        return MetricReader.Read(Record(index), resource, scope);
    }

    /// <summary>The resource of a group.</summary>
    public Resource ReadResource(int group) => ValueReader.Resource(_groups[group].Resource.Of(Bytes));

    private (Resource Resource, InstrumentationScope Scope) Source(int index)
    {
        ref readonly var group = ref GroupOf(index);
        return (ValueReader.Resource(group.Resource.Of(Bytes)), ValueReader.Scope(group.Scope.Of(Bytes)));
    }

    private ReadOnlySpan<byte> Record(int index) => _entries[index].Record.Of(Bytes);

    /// <summary>A part of the request.</summary>
    public readonly record struct Slice(int Start, int Length)
    {
        public ReadOnlySpan<byte> Of(byte[] bytes) => bytes.AsSpan(Start, Length);
    }

    /// <summary>Where a record is.</summary>
    /// <param name="Record">Its bytes.</param>
    /// <param name="Group">The number of its group.</param>
    public readonly record struct Entry(Slice Record, int Group);

    /// <summary>Records of one scope of one resource.</summary>
    /// <param name="Service">The service's name.</param>
    /// <param name="Instance">Which replica of it.</param>
    /// <param name="ScopeName">The scope's name.</param>
    /// <param name="Resource">Where the resource is; empty if there is none.</param>
    /// <param name="Scope">Where the scope is; empty if there is none.</param>
    /// <param name="First">The index of the first record.</param>
    public readonly record struct Group(string Service, string Instance, string ScopeName, Slice Resource, Slice Scope, int First);
}
