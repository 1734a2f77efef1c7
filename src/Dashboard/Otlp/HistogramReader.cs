using System.Buffers.Binary;
using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads histograms (metrics.proto), both kinds into one form: bounds, and a count for what is between them.</summary>
internal static class HistogramReader
{
    /// <summary>The most buckets of an exponential histogram that are read on either side of zero; SDKs make 160.</summary>
    public const int MaxExponentialBuckets = 1024;

    /// <summary><c>HistogramDataPoint</c>.</summary>
    public static HistogramPoint Explicit(ProtobufReader reader)
    {
        var point = new Fields();
        List<ulong> buckets = [];
        List<double> bounds = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (6 << 3) | Wire.Length:
                    Fixed64s(reader.Bytes(), static (list, value) => list.Add(value), buckets);
                    break;
                case (6 << 3) | Wire.Fixed64:
                    buckets.Add(reader.Fixed64());
                    break;
                case (7 << 3) | Wire.Length:
                    Fixed64s(reader.Bytes(), static (list, value) => list.Add(BitConverter.UInt64BitsToDouble(value)), bounds);
                    break;
                case (7 << 3) | Wire.Fixed64:
                    bounds.Add(reader.Double());
                    break;
                case (8 << 3) | Wire.Length:
                    point.Exemplars.Add(MetricReader.Exemplar(reader.Message()));
                    break;
                case (9 << 3) | Wire.Length:
                    point.Attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                default:
                    point.ReadCommon(ref reader);
                    break;
            }
        }

        // A histogram without buckets tells count and sum alone; one whose numbers do not fit tells no more.
        return buckets.Count == bounds.Count + 1 ? point.ToPoint(bounds, buckets) : point.ToPoint([], []);
    }

    /// <summary><c>ExponentialHistogramDataPoint</c>: bucket <c>i</c> reaches from <c>base^i</c> to <c>base^(i+1)</c>, where
    /// the base is 2 to the power of 2 to the power of minus the scale.</summary>
    public static HistogramPoint Exponential(ProtobufReader reader)
    {
        var point = new Fields();
        var scale = 0;
        ulong zeros = 0;
        (int Offset, List<ulong> Counts) positive = (0, []), negative = (0, []);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    point.Attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                case (6 << 3) | Wire.Varint:
                    scale = reader.SignedVarint();
                    break;
                case (7 << 3) | Wire.Fixed64:
                    zeros = reader.Fixed64();
                    break;
                case (8 << 3) | Wire.Length:
                    positive = Buckets(reader.Message());
                    break;
                case (9 << 3) | Wire.Length:
                    negative = Buckets(reader.Message());
                    break;
                case (11 << 3) | Wire.Length:
                    point.Exemplars.Add(MetricReader.Exemplar(reader.Message()));
                    break;
                default:
                    point.ReadCommon(ref reader);
                    break;
            }
        }

        var power = Math.Pow(2, -Math.Clamp(scale, -10, 20));
        double Bound(int index) => Math.Pow(2, index * power);

        List<double> bounds = [];
        List<ulong> counts = [];
        for (var i = negative.Counts.Count - 1; i >= 0; i--)
        {
            bounds.Add(-Bound(negative.Offset + i));
            counts.Add(negative.Counts[i]);
        }

        bounds.Add(positive.Counts.Count > 0 ? Bound(positive.Offset) : 0);
        counts.Add(zeros);
        for (var i = 0; i < positive.Counts.Count; i++)
        {
            bounds.Add(Bound(positive.Offset + i + 1));
            counts.Add(positive.Counts[i]);
        }

        counts.Add(0);
        return point.ToPoint(bounds, counts);
    }

    private static (int Offset, List<ulong> Counts) Buckets(ProtobufReader reader)
    {
        var offset = 0;
        List<ulong> counts = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Varint:
                    offset = reader.SignedVarint();
                    break;
                case (2 << 3) | Wire.Varint:
                    Add(reader.Varint());
                    break;
                case (2 << 3) | Wire.Length:
                    var packed = reader.Bytes();
                    var numbers = new ProtobufReader(packed);
                    while (numbers.Position < packed.Length)
                    {
                        Add(numbers.Varint());
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (offset, counts);

        void Add(ulong count)
        {
            if (counts.Count < MaxExponentialBuckets)
            {
                counts.Add(count);
            }
        }
    }

    /// <summary>Numbers in one piece; what is left of a broken last one is passed over.</summary>
    private static void Fixed64s<T>(ReadOnlySpan<byte> packed, Action<List<T>, ulong> add, List<T> list)
    {
        for (; packed.Length >= sizeof(ulong); packed = packed[sizeof(ulong)..])
        {
            add(list, BinaryPrimitives.ReadUInt64LittleEndian(packed));
        }
    }

    /// <summary>The fields that have the same numbers in both kinds.</summary>
    private sealed class Fields
    {
        private ulong _start;
        private ulong _time;
        private ulong _count;
        private double _sum;

        public List<KeyValue> Attributes { get; } = [];

        public List<Exemplar> Exemplars { get; } = [];

        public void ReadCommon(ref ProtobufReader reader)
        {
            switch (reader.Tag)
            {
                case (2 << 3) | Wire.Fixed64:
                    _start = reader.Fixed64();
                    break;
                case (3 << 3) | Wire.Fixed64:
                    _time = reader.Fixed64();
                    break;
                case (4 << 3) | Wire.Fixed64:
                    _count = reader.Fixed64();
                    break;
                case (5 << 3) | Wire.Fixed64:
                    _sum = reader.Double();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        public HistogramPoint ToPoint(List<double> bounds, List<ulong> buckets) => new()
        {
            Start = ValueReader.Time(_start),
            Time = ValueReader.Time(_time),
            Count = _count,
            Sum = _sum,
            Bounds = bounds,
            Buckets = buckets,
            Exemplars = Exemplars,
            Attributes = Attributes,
        };
    }
}
