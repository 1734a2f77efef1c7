using System.Buffers.Binary;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Wire types of protobuf (protobuf.dev/programming-guides/encoding), as the low bits of a tag.</summary>
internal static class Wire
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Length = 2;
    public const int Fixed32 = 5;
}

/// <summary>
/// Reads one message, field by field: <see cref="Next"/>, then the method for the field's wire type, or <see cref="Skip"/>.
/// A field of another wire type than its own has another <see cref="Tag"/>, and so is an unknown one, as protobuf wants it.
/// </summary>
internal ref struct ProtobufReader
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _offset;
    private int _position;

    /// <summary>Starts with a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="offset">Where it stands in the request.</param>
    public ProtobufReader(ReadOnlySpan<byte> bytes, int offset = 0)
    {
        _bytes = bytes;
        _offset = offset;
    }

    /// <summary>The field's number, three bits to the left, and its wire type.</summary>
    public uint Tag { get; private set; }

    /// <summary>The field's number.</summary>
    public readonly int Field => (int)(Tag >> 3);

    /// <summary>Where what is read next stands in the request.</summary>
    public readonly int Position => _offset + _position;

    /// <summary>Goes on to the next field, whose value must then be read or skipped.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="RefusedTelemetryException">The bytes are no message.</exception>
    public bool Next()
    {
        if (_position == _bytes.Length)
        {
            return false;
        }

        var tag = Varint();
        if (tag is < 8 or > uint.MaxValue)
        {
            throw RefusedTelemetryException.Malformed(Position, "a field without a number");
        }

        Tag = (uint)tag;
        return true;
    }

    /// <summary>A number of variable length.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarintBytes; i++)
        {
            if (_position == _bytes.Length)
            {
                throw RefusedTelemetryException.Malformed(Position, "a number that breaks off");
            }

            var next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw RefusedTelemetryException.Malformed(Position, $"a number of more than {MaxVarintBytes} bytes");
    }

    /// <summary>A number in which small negative ones are short too (<c>sint32</c>).</summary>
    public int SignedVarint()
    {
        var value = (uint)Varint();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>Eight bytes.</summary>
    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Eight bytes, as a number with a point.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Bytes, text or a message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        if (length > (ulong)(_bytes.Length - _position))
        {
            throw RefusedTelemetryException.Malformed(Position, $"a field of {length} bytes that breaks off");
        }

        return Take((int)length);
    }

    /// <summary>A message in this one.</summary>
    public ProtobufReader Message()
    {
        var bytes = Bytes();
        return new(bytes, Position - bytes.Length);
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip()
    {
        switch (Tag & 7)
        {
            case Wire.Varint:
                Varint();
                break;
            case Wire.Fixed64:
                Take(sizeof(ulong));
                break;
            case Wire.Length:
                Bytes();
                break;
            case Wire.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                // Groups, which went out of use before OTLP was thought of, and two that mean nothing.
                throw RefusedTelemetryException.Malformed(Position, $"wire type {Tag & 7}");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _position)
        {
            throw RefusedTelemetryException.Malformed(Position, "a field that breaks off");
        }

        var taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }
}
