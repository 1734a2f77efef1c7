using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads metrics (metrics.proto). The bytes have been checked by their shape.</summary>
internal static class MetricReader
{
    /// <summary><c>Metric</c>.</summary>
    public static Metric Read(ReadOnlySpan<byte> bytes, Resource resource, InstrumentationScope scope)
    {
        var (name, description, unit) = ("", "", "");
        var kind = MetricKind.Unknown;
        ReadOnlySpan<byte> data = default;
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    name = ValueReader.Text(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    description = ValueReader.Text(reader.Bytes());
                    break;
                case (3 << 3) | Wire.Length:
                    unit = ValueReader.Text(reader.Bytes());
                    break;
                case (5 << 3) | Wire.Length:
                    kind = MetricKind.Gauge;
                    data = reader.Bytes();
                    break;
                case (7 << 3) | Wire.Length:
                    kind = MetricKind.Sum;
                    data = reader.Bytes();
                    break;
                case (9 << 3) | Wire.Length:
                    kind = MetricKind.Histogram;
                    data = reader.Bytes();
                    break;
                case (10 << 3) | Wire.Length:
                    kind = MetricKind.ExponentialHistogram;
                    data = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var (temporality, isMonotonic, points) = Data(new(data), kind);
        return new Metric
        {
            Resource = resource,
            Scope = scope,
            Name = name,
            Description = description,
            Unit = unit,
            Kind = kind,
            Temporality = temporality,
            IsMonotonic = isMonotonic,
            Points = points,
        };
    }

    /// <summary><c>Gauge</c>, <c>Sum</c>, <c>Histogram</c> or <c>ExponentialHistogram</c>: they differ in their points.</summary>
    private static (Temporality Temporality, bool IsMonotonic, List<MetricPoint> Points) Data(ProtobufReader reader, MetricKind kind)
    {
        var (temporality, isMonotonic) = (Temporality.Unspecified, false);
        List<MetricPoint> points = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    points.Add(kind switch
                    {
                        MetricKind.Histogram => HistogramReader.Explicit(reader.Message()),
                        MetricKind.ExponentialHistogram => HistogramReader.Exponential(reader.Message()),
                        _ => Number(reader.Message()),
                    });
                    break;
                case (2 << 3) | Wire.Varint:
                    temporality = reader.Varint() is <= (ulong)Temporality.Cumulative and var number ? (Temporality)number : Temporality.Unspecified;
                    break;
                case (3 << 3) | Wire.Varint:
                    isMonotonic = reader.Varint() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (temporality, isMonotonic, points);
    }

    /// <summary><c>NumberDataPoint</c>.</summary>
    private static NumberPoint Number(ProtobufReader reader)
    {
        ulong start = 0, time = 0;
        double value = 0;
        List<Exemplar> exemplars = [];
        List<KeyValue> attributes = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (2 << 3) | Wire.Fixed64:
                    start = reader.Fixed64();
                    break;
                case (3 << 3) | Wire.Fixed64:
                    time = reader.Fixed64();
                    break;
                case (4 << 3) | Wire.Fixed64:
                    value = reader.Double();
                    break;
                case (5 << 3) | Wire.Length:
                    exemplars.Add(Exemplar(reader.Message()));
                    break;
                case (6 << 3) | Wire.Fixed64:
                    value = (long)reader.Fixed64();
                    break;
                case (7 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new NumberPoint
        {
            Start = ValueReader.Time(start),
            Time = ValueReader.Time(time),
            Value = value,
            Exemplars = exemplars,
            Attributes = attributes,
        };
    }

    /// <summary><c>Exemplar</c>.</summary>
    public static Exemplar Exemplar(ProtobufReader reader)
    {
        ulong time = 0;
        double value = 0;
        TraceId traceId = default;
        SpanId spanId = default;
        List<KeyValue> attributes = [];
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (2 << 3) | Wire.Fixed64:
                    time = reader.Fixed64();
                    break;
                case (3 << 3) | Wire.Fixed64:
                    value = reader.Double();
                    break;
                case (4 << 3) | Wire.Length:
                    spanId = SpanId.Read(reader.Bytes());
                    break;
                case (5 << 3) | Wire.Length:
                    traceId = TraceId.Read(reader.Bytes());
                    break;
                case (6 << 3) | Wire.Fixed64:
                    value = (long)reader.Fixed64();
                    break;
                case (7 << 3) | Wire.Length:
                    attributes.Add(ValueReader.Attribute(reader.Message()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(ValueReader.Time(time), value, traceId, spanId, attributes);
    }
}
