using System.Text;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Store;
using Bouncer.ImagePolicy.References;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Recognises decisions in the spans and the decision log of our services. The names are those of docs/telemetry.md.</summary>
/// <param name="pool">Takes texts that come again.</param>
internal sealed class DecisionReader(StringPool pool)
{
    /// <summary>The most entries of a list that a service tells.</summary>
    public const int MaxEntries = 20;

    private const int ObjectBytes = 24;
    private const int ListBytes = 2 * ObjectBytes;

    /// <summary>A decision's own bytes, without its texts: header, references, times, identifiers.</summary>
    private const int DecisionBytes = 208;

    /// <summary>Whether a scope is one whose records are decisions.</summary>
    public static bool IsScopeOfDecisions(Signal signal, string scope) => signal switch
    {
        Signal.Traces => scope == "Bouncer.Admission",
        Signal.Logs => scope == "Bouncer.Decisions",
        _ => false,
    };

    /// <summary>Reads a decision.</summary>
    /// <param name="signal">Traces or logs.</param>
    /// <param name="record">The span or log record.</param>
    /// <param name="service">Who decided.</param>
    /// <param name="instance">Which replica.</param>
    /// <param name="cost">Grows by the bytes that it takes.</param>
    /// <returns>The decision; null if this is none.</returns>
    public Decision? Read(Signal signal, ReadOnlySpan<byte> record, string service, string instance, ref int cost)
    {
        var fields = default(Fields);
        if (signal == Signal.Traces)
        {
            ReadSpan(new(record), ref fields);
        }
        else
        {
            ReadLog(new(record), ref fields);
        }

        if (fields.Id.IsEmpty)
        {
            return null;
        }

        cost += DecisionBytes;
        var images = List(fields.Images, ref cost);
        return new Decision
        {
            Id = StringPool.New(fields.Id, ref cost),
            Service = service,
            Instance = instance,
            Time = ValueReader.Time(fields.End),
            Outcome = fields.Outcome.SequenceEqual("allowed"u8) ? DecisionOutcome.Allowed
                : fields.Outcome.SequenceEqual("denied"u8) ? DecisionOutcome.Denied
                : DecisionOutcome.Failed,
            Protocol = pool.Get(fields.Protocol, ref cost),
            Namespace = pool.Get(fields.Namespace, ref cost),
            Kind = pool.Get(fields.Kind, ref cost),
            Name = StringPool.New(fields.Name, ref cost),
            Operation = pool.Get(fields.Operation, ref cost),
            Images = images,
            Registries = Registries(images, ref cost),
            Rules = List(fields.Rules, ref cost),
            Reason = pool.Get(fields.Reason, ref cost),
            PolicyVersion = pool.Get(fields.PolicyVersion, ref cost),
            Duration = fields.Milliseconds is { } milliseconds && !double.IsNaN(milliseconds) ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue))
                : fields.End > fields.Start && fields.Start > 0 ? ValueReader.Time(fields.End) - ValueReader.Time(fields.Start)
                : null,
            TraceId = fields.TraceId,
            SpanId = fields.SpanId,
        };
    }

    private static void ReadSpan(ProtobufReader reader, ref Fields fields)
    {
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    fields.TraceId = TraceId.Read(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    fields.SpanId = SpanId.Read(reader.Bytes());
                    break;
                case (7 << 3) | Wire.Fixed64:
                    fields.Start = reader.Fixed64();
                    break;
                case (8 << 3) | Wire.Fixed64:
                    fields.End = reader.Fixed64();
                    break;
                case (9 << 3) | Wire.Length:
                    ReadAttribute(reader.Message(), ref fields);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadLog(ProtobufReader reader, ref Fields fields)
    {
        ulong observed = 0;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Fixed64:
                    fields.End = reader.Fixed64();
                    break;
                case (6 << 3) | Wire.Length:
                    ReadAttribute(reader.Message(), ref fields);
                    break;
                case (9 << 3) | Wire.Length:
                    fields.TraceId = TraceId.Read(reader.Bytes());
                    break;
                case (10 << 3) | Wire.Length:
                    fields.SpanId = SpanId.Read(reader.Bytes());
                    break;
                case (11 << 3) | Wire.Fixed64:
                    observed = reader.Fixed64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        fields.End = fields.End == 0 ? observed : fields.End;
    }

    private static void ReadAttribute(ProtobufReader reader, ref Fields fields)
    {
        ReadOnlySpan<byte> key = default, text = default;
        double? number = null;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    key = reader.Bytes();
                    break;
                case (2 << 3) | Wire.Length:
                    ReadValue(reader.Message(), out text, out number);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        fields.Set(key, text, number);
    }

    private static void ReadValue(ProtobufReader reader, out ReadOnlySpan<byte> text, out double? number)
    {
        text = default;
        number = null;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    text = reader.Bytes();
                    break;
                case (4 << 3) | Wire.Fixed64:
                    number = reader.Double();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>The entries of a list, which services tell as one text: <c>a, b</c>, and of a long one <c>a, b and 5 more</c>.</summary>
    private string[] List(ReadOnlySpan<byte> text, ref int cost)
    {
        if (text.IsEmpty)
        {
            return [];
        }

        if (text.EndsWith(" more"u8) && text.LastIndexOf(" and "u8) is > 0 and var end)
        {
            text = text[..end];
        }

        var entries = new string[Math.Min(MaxEntries, text.Count(", "u8) + 1)];
        cost += ListBytes + (8 * entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var comma = text.IndexOf(", "u8);
            entries[i] = pool.Get(comma < 0 ? text : text[..comma], ref cost);
            text = comma < 0 ? default : text[(comma + 2)..];
        }

        return entries;
    }

    private string[] Registries(string[] images, ref int cost)
    {
        if (images.Length == 0)
        {
            return [];
        }

        var registries = new List<string>(1);
        Span<byte> utf8 = stackalloc byte[StringPool.MaxLength];
        foreach (var image in images)
        {
            // A registry is ASCII, and mostly one of a few.
            if (ImageReference.TryParse(image, out var reference, out _)
                && Encoding.UTF8.TryGetBytes(reference.Registry, utf8, out var length)
                && pool.Get(utf8[..length], ref cost) is var registry
                && !registries.Contains(registry))
            {
                registries.Add(registry);
            }
        }

        cost += ListBytes + (8 * registries.Count);
        return [.. registries];
    }

    /// <summary>What is of interest, where it stands in the record.</summary>
    private ref struct Fields
    {
        public ReadOnlySpan<byte> Id;
        public ReadOnlySpan<byte> Outcome;
        public ReadOnlySpan<byte> Protocol;
        public ReadOnlySpan<byte> Namespace;
        public ReadOnlySpan<byte> Kind;
        public ReadOnlySpan<byte> Name;
        public ReadOnlySpan<byte> Operation;
        public ReadOnlySpan<byte> Images;
        public ReadOnlySpan<byte> Rules;
        public ReadOnlySpan<byte> Reason;
        public ReadOnlySpan<byte> PolicyVersion;
        public double? Milliseconds;
        public TraceId TraceId;
        public SpanId SpanId;
        public ulong Start;
        public ulong End;

        public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, double? number)
        {
            if (key.SequenceEqual("bouncer.decision.id"u8) || key.SequenceEqual("DecisionId"u8))
            {
                Id = text;
            }
            else if (key.SequenceEqual("bouncer.outcome"u8) || key.SequenceEqual("Outcome"u8))
            {
                Outcome = text;
            }
            else if (key.SequenceEqual("bouncer.protocol"u8) || key.SequenceEqual("Protocol"u8))
            {
                Protocol = text;
            }
            else if (key.SequenceEqual("k8s.namespace.name"u8) || key.SequenceEqual("ObjectNamespace"u8))
            {
                Namespace = text;
            }
            else if (key.SequenceEqual("bouncer.object.kind"u8) || key.SequenceEqual("ObjectKind"u8))
            {
                Kind = text;
            }
            else if (key.SequenceEqual("bouncer.object.name"u8) || key.SequenceEqual("ObjectName"u8))
            {
                Name = text;
            }
            else if (key.SequenceEqual("bouncer.operation"u8) || key.SequenceEqual("Operation"u8))
            {
                Operation = text;
            }
            else if (key.SequenceEqual("bouncer.image.names"u8) || key.SequenceEqual("Images"u8))
            {
                Images = text;
            }
            else if (key.SequenceEqual("bouncer.rules"u8) || key.SequenceEqual("Rules"u8))
            {
                Rules = text;
            }
            else if (key.SequenceEqual("bouncer.reason"u8) || key.SequenceEqual("Reason"u8))
            {
                Reason = text;
            }
            else if (key.SequenceEqual("bouncer.policy.version"u8) || key.SequenceEqual("PolicyVersion"u8))
            {
                PolicyVersion = text;
            }
            else if (key.SequenceEqual("ElapsedMilliseconds"u8))
            {
                Milliseconds = number;
            }
        }
    }
}
