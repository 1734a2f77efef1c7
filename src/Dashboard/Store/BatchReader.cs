using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Otlp;
using static Bouncer.Dashboard.Store.TelemetryBatch;

namespace Bouncer.Dashboard.Store;

/// <summary>Turns a request into a batch and the decisions that are in it. Safe to use from several threads.</summary>
internal sealed class BatchReader(StringPool pool, TimeProvider time)
{
    /// <summary>The most records of a request. SDKs send 512, collectors 8,192 at a time.</summary>
    public const int MaxRecords = 65_536;

    private readonly DecisionReader _decisions = new(pool);

    /// <summary>Reads a request.</summary>
    /// <param name="signal">What it holds.</param>
    /// <param name="bytes">The request. The batch keeps it: nobody may change it afterwards.</param>
    /// <exception cref="RefusedTelemetryException">It is malformed or has too many records.</exception>
    public ReadBatch Read(Signal signal, byte[] bytes)
    {
        OtlpShapes.Of(signal).Check(bytes);
        var reading = new Reading(signal, bytes, pool, _decisions);
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Tag == ((1 << 3) | Wire.Length))
            {
                reading.Resource(reader.Message());
            }
            else
            {
                reader.Skip();
            }
        }

        return reading.Finish(time.GetUtcNow());
    }

    /// <summary>One request on its way to become a batch.</summary>
    private sealed class Reading(Signal signal, byte[] bytes, StringPool pool, DecisionReader decisionReader)
    {
        private readonly List<ulong> _keys = [];
        private readonly List<Entry> _entries = [];
        private readonly List<Group> _groups = [];
        private readonly List<(Decision, int)> _decisions = [];
        private int _textBytes;
        private int _rejected;
        private string _problem = "";

        public ReadBatch Finish(DateTimeOffset now)
            => new(new(signal, now, bytes, [.. _keys], [.. _entries], [.. _groups], _textBytes), _decisions, _rejected, _problem);

        /// <summary><c>ResourceSpans</c>, <c>ResourceLogs</c> or <c>ResourceMetrics</c>.</summary>
        public void Resource(ProtobufReader message)
        {
            // The resource may stand behind what it is the resource of.
            var resource = SliceOf(message, 1);
            var (service, instance) = Names(resource);
            while (message.Next())
            {
                if (message.Tag == ((2 << 3) | Wire.Length))
                {
                    Scope(message.Message(), resource, service, instance);
                }
                else
                {
                    message.Skip();
                }
            }
        }

        /// <summary><c>ScopeSpans</c>, <c>ScopeLogs</c> or <c>ScopeMetrics</c>.</summary>
        private void Scope(ProtobufReader message, Slice resource, string service, string instance)
        {
            var scope = SliceOf(message, 1);
            var name = pool.Get(TextOf(new(scope.Of(bytes)), 1), ref _textBytes);
            var holdsDecisions = DecisionReader.IsScopeOfDecisions(signal, name);
            var first = _entries.Count;
            while (message.Next())
            {
                if (message.Tag != ((2 << 3) | Wire.Length))
                {
                    message.Skip();
                    continue;
                }

                var record = message.Bytes();
                if (!Keys.TryGet(signal, record, out var key, out var records, out var problem))
                {
                    _rejected += records;
                    _problem = problem;
                    continue;
                }

                if (_entries.Count == MaxRecords)
                {
                    throw RefusedTelemetryException.TooManyRecords(MaxRecords);
                }

                _keys.Add(key);
                _entries.Add(new(new(message.Position - record.Length, record.Length), _groups.Count));
                if (holdsDecisions)
                {
                    Decision(record, service, instance);
                }
            }

            if (_entries.Count > first)
            {
                _groups.Add(new(service, instance, name, resource, scope, first));
            }
        }

        private void Decision(ReadOnlySpan<byte> record, string service, string instance)
        {
            var size = 0;
            if (decisionReader.Read(signal, record, service, instance, ref size) is { } decision)
            {
                _decisions.Add((decision, size));
            }
        }

        private (string Service, string Instance) Names(Slice resource)
        {
            var (service, instance) = (Model.Resource.Unknown, "");
            var reader = new ProtobufReader(resource.Of(bytes));
            while (reader.Next())
            {
                if (reader.Tag != ((1 << 3) | Wire.Length))
                {
                    reader.Skip();
                    continue;
                }

                var attribute = reader.Bytes();
                var key = TextOf(new(attribute), 1);
                if (key.SequenceEqual("service.name"u8) && TextOf(Nested(attribute, 2), 1) is { IsEmpty: false } name)
                {
                    service = pool.Get(name, ref _textBytes);
                }
                else if (key.SequenceEqual("service.instance.id"u8))
                {
                    instance = pool.Get(TextOf(Nested(attribute, 2), 1), ref _textBytes);
                }
            }

            return (service, instance);
        }

        /// <summary>Where a message in a message is; the last, if it comes again.</summary>
        private static Slice SliceOf(ProtobufReader message, int field)
        {
            Slice slice = default;
            while (message.Next())
            {
                if (message.Tag == ((field << 3) | Wire.Length))
                {
                    var found = message.Bytes();
                    slice = new(message.Position - found.Length, found.Length);
                }
                else
                {
                    message.Skip();
                }
            }

            return slice;
        }

        private static ReadOnlySpan<byte> TextOf(ProtobufReader message, int field)
        {
            ReadOnlySpan<byte> text = default;
            while (message.Next())
            {
                if (message.Tag == ((field << 3) | Wire.Length))
                {
                    text = message.Bytes();
                }
                else
                {
                    message.Skip();
                }
            }

            return text;
        }

        private static ProtobufReader Nested(ReadOnlySpan<byte> message, int field) => new(TextOf(new(message), field));
    }
}

/// <summary>A request that has been read.</summary>
/// <param name="Batch">Its records.</param>
/// <param name="Decisions">The decisions that it tells of, and the bytes that each takes.</param>
/// <param name="Rejected">How many spans, log records or data points were wrong, and left out.</param>
/// <param name="Problem">What was wrong with the last of those.</param>
internal sealed record ReadBatch(TelemetryBatch Batch, IReadOnlyList<(Decision Decision, int Size)> Decisions, int Rejected, string Problem);
