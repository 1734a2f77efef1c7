using System.Buffers.Binary;
using System.Globalization;

namespace Bouncer.Dashboard.Model;

/// <summary>What identifies a span in its trace: 8 bytes, not all of them zero.</summary>
public readonly record struct SpanId(ulong Value)
{
    /// <summary>How many bytes it has on the wire.</summary>
    public const int Bytes = 8;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Reads the bytes of the wire; none if they are not 8.</summary>
    public static SpanId Read(ReadOnlySpan<byte> bytes)
        => bytes.Length == Bytes ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes)) : default;

    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
