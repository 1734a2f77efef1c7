using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bouncer.Dashboard.Model;

/// <summary>What all spans and logs of one trace have in common: 16 bytes, not all of them zero.</summary>
public readonly record struct TraceId(UInt128 Value)
{
    /// <summary>How many bytes it has on the wire.</summary>
    public const int Bytes = 16;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => Value == UInt128.Zero;

    /// <summary>Part of it, by which it is looked for.</summary>
    internal ulong Key => (ulong)Value;

    /// <summary>Reads the bytes of the wire; none if they are not 16.</summary>
    public static TraceId Read(ReadOnlySpan<byte> bytes)
        => bytes.Length == Bytes ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;

    /// <summary>Parses 32 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TraceId id)
    {
        var isId = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text!.Length == 2 * Bytes;
        id = isId ? new(value) : default;
        return isId && !id.IsNone;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
