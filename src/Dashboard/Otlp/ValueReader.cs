using System.Text;
using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Reads what all signals are made of (common.proto, resource.proto). The bytes have been checked by their shape.</summary>
internal static class ValueReader
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The latest moment that <see cref="DateTimeOffset"/> knows is beyond the latest of the wire, the year 2554.</summary>
    public static DateTimeOffset Time(ulong unixNanoseconds)
        => DateTimeOffset.UnixEpoch.AddTicks((long)(unixNanoseconds / NanosecondsPerTick));

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary><c>KeyValue</c>.</summary>
    public static KeyValue Attribute(ProtobufReader reader)
    {
        var key = "";
        AttributeValue value = default;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    key = Text(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    value = Value(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(key, value);
    }

    /// <summary><c>AnyValue</c>.</summary>
    public static AttributeValue Value(ProtobufReader reader)
    {
        object? value = null;
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    value = Text(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Varint:
                    value = reader.Varint() != 0;
                    break;
                case (3 << 3) | Wire.Varint:
                    value = (long)reader.Varint();
                    break;
                case (4 << 3) | Wire.Fixed64:
                    value = reader.Double();
                    break;
                case (5 << 3) | Wire.Length:
                    value = Values(reader.Message());
                    break;
                case (6 << 3) | Wire.Length:
                    value = Attributes(reader.Message(), 1);
                    break;
                case (7 << 3) | Wire.Length:
                    value = reader.Bytes().ToArray();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(value);
    }

    /// <summary>All attributes of a message.</summary>
    /// <param name="reader">The message.</param>
    /// <param name="field">The number of the field that they are in.</param>
    public static List<KeyValue> Attributes(ProtobufReader reader, int field)
    {
        List<KeyValue> attributes = [];
        while (reader.Next())
        {
            if (reader.Tag == ((field << 3) | Wire.Length))
            {
                attributes.Add(Attribute(reader.Message()));
            }
            else
            {
                reader.Skip();
            }
        }

        return attributes;
    }

    /// <summary><c>Resource</c>.</summary>
    public static Resource Resource(ReadOnlySpan<byte> bytes)
    {
        var attributes = Attributes(new(bytes), 1);
        var name = attributes.Text("service.name");
        return new(
            name.Length > 0 ? name : Model.Resource.Unknown, attributes.Text("service.version"), attributes.Text("service.instance.id"), attributes);
    }

    /// <summary><c>InstrumentationScope</c>.</summary>
    public static InstrumentationScope Scope(ReadOnlySpan<byte> bytes)
    {
        var (name, version) = ("", "");
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case (1 << 3) | Wire.Length:
                    name = Text(reader.Bytes());
                    break;
                case (2 << 3) | Wire.Length:
                    version = Text(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, version);
    }

    private static List<AttributeValue> Values(ProtobufReader reader)
    {
        List<AttributeValue> values = [];
        while (reader.Next())
        {
            if (reader.Tag == ((1 << 3) | Wire.Length))
            {
                values.Add(Value(reader.Message()));
            }
            else
            {
                reader.Skip();
            }
        }

        return values;
    }
}
