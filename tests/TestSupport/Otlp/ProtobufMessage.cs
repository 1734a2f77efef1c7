using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Bouncer.TestSupport.Otlp;

/// <summary>A protobuf message, written field by field.</summary>
public sealed class ProtobufMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds a number of variable length.</summary>
    public ProtobufMessage Varint(int field, ulong value)
    {
        Tag(field, 0);
        Varint(value);
        return this;
    }

    /// <summary>Adds eight bytes.</summary>
    public ProtobufMessage Fixed64(int field, ulong value)
    {
        Tag(field, 1);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Adds a number with a point.</summary>
    public ProtobufMessage Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Adds bytes.</summary>
    public ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Adds text.</summary>
    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds messages.</summary>
    public ProtobufMessage Messages(int field, params IEnumerable<ProtobufMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            Bytes(field, message.ToArray());
        }

        return this;
    }

    /// <summary>Adds numbers of eight bytes in one piece.</summary>
    public ProtobufMessage Packed(int field, params IEnumerable<ulong> values)
    {
        var packed = values.ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(packed, packed);
        }

        return Bytes(field, MemoryMarshal.AsBytes<ulong>(packed));
    }

    /// <summary>The message.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Tag(int field, int wireType) => Varint(((ulong)field << 3) | (uint)wireType);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
