using System.Buffers.Binary;

namespace Bouncer.Fuzz;

/// <summary>
/// Changes protobuf field by field (protobuf.dev/programming-guides/encoding) and puts the lengths right again, so that what comes
/// out is mostly a message still: a byte more or less anywhere makes every length around it wrong, and readers get no further.
/// </summary>
internal static class ProtobufMutation
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;
    private const int MaxFields = 2_000;

    private static readonly ulong[] s_numbers = [0, 1, 2, 127, 128, int.MaxValue, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue];

    private static readonly double[] s_doubles =
        [0, -0.0, 1, -1, 1e-300, 1e300, double.Epsilon, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Makes one to four changes.</summary>
    /// <param name="message">A message.</param>
    /// <param name="random">What decides on them.</param>
    /// <param name="texts">What texts are replaced by.</param>
    public static byte[] Change(byte[] message, Random random, IReadOnlyList<byte[]> texts)
    {
        var fields = Parse(message) ?? [];
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            List<(List<Field> Siblings, int Index)> all = [];
            Collect(fields, all);
            if (all.Count is > 0 and < MaxFields)
            {
                var (siblings, index) = all[random.Next(all.Count)];
                Change(siblings, index, random, texts);
            }
        }

        return Write(fields);
    }

    private static void Change(List<Field> siblings, int index, Random random, IReadOnlyList<byte[]> texts)
    {
        var field = siblings[index];
        switch (random.Next(8))
        {
            case 0:
                siblings.RemoveAt(index);
                break;
            case 1:
                siblings.Insert(random.Next(siblings.Count + 1), field.Copy());
                break;
            case 2:
                (siblings[0], siblings[index]) = (field, siblings[0]);
                break;
            case 3:
                field.Number = random.Next(1, 17);
                break;
            case 4:
                siblings.Insert(index, new Field(random.Next(1, 17), Fixed64) { Bits = AnyFixed(random) });
                break;
            default:
                ChangeValue(field, random, texts);
                break;
        }
    }

    private static void ChangeValue(Field field, Random random, IReadOnlyList<byte[]> texts)
    {
        switch (field.WireType)
        {
            case Varint:
                field.Bits = s_numbers[random.Next(s_numbers.Length)];
                break;
            case Fixed64 or Fixed32:
                field.Bits = AnyFixed(random);
                break;
            case Length when field.Fields is null && field.Bytes.Length >= sizeof(ulong) && random.Next(2) == 0:
                // Numbers in one piece, perhaps.
                field.Bytes = [.. field.Bytes];
                BinaryPrimitives.WriteUInt64LittleEndian(field.Bytes.AsSpan(random.Next(field.Bytes.Length / sizeof(ulong)) * sizeof(ulong)), AnyFixed(random));
                break;
            default:
                field.Fields = null;
                field.Bytes = random.Next(8) == 0 ? [] : texts[random.Next(texts.Count)];
                break;
        }
    }

    private static ulong AnyFixed(Random random)
        => random.Next(2) == 0 ? s_numbers[random.Next(s_numbers.Length)] : BitConverter.DoubleToUInt64Bits(s_doubles[random.Next(s_doubles.Length)]);

    private static void Collect(List<Field> fields, List<(List<Field> Siblings, int Index)> all)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            all.Add((fields, i));
            Collect(fields[i].Fields ?? [], all);
        }
    }

    /// <summary>The fields of a message, and of those that are messages; null if it is none. A text that could be one is taken for one.</summary>
    private static List<Field>? Parse(ReadOnlySpan<byte> bytes)
    {
        List<Field> fields = [];
        while (!bytes.IsEmpty)
        {
            if (!TryVarint(ref bytes, out var tag) || tag is < 8 or > uint.MaxValue)
            {
                return null;
            }

            var field = new Field((int)(tag >> 3), (int)(tag & 7));
            if (!TryValue(ref bytes, field))
            {
                return null;
            }

            fields.Add(field);
        }

        return fields;
    }

    private static bool TryValue(ref ReadOnlySpan<byte> bytes, Field field)
    {
        ulong number;
        switch (field.WireType)
        {
            case Varint when TryVarint(ref bytes, out number):
                field.Bits = number;
                return true;
            case Fixed64 when bytes.Length >= sizeof(ulong):
                field.Bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                bytes = bytes[sizeof(ulong)..];
                return true;
            case Fixed32 when bytes.Length >= sizeof(uint):
                field.Bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                bytes = bytes[sizeof(uint)..];
                return true;
            case Length when TryVarint(ref bytes, out number) && number <= (ulong)bytes.Length:
                field.Bytes = bytes[..(int)number].ToArray();
                field.Fields = number == 0 ? null : Parse(field.Bytes);
                bytes = bytes[(int)number..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70 && !bytes.IsEmpty; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Write(List<Field> fields)
    {
        List<byte> bytes = [];
        Span<byte> fixedBytes = stackalloc byte[sizeof(ulong)];
        foreach (var field in fields)
        {
            WriteVarint(bytes, ((ulong)field.Number << 3) | (uint)field.WireType);
            BinaryPrimitives.WriteUInt64LittleEndian(fixedBytes, field.Bits);
            switch (field.WireType)
            {
                case Varint:
                    WriteVarint(bytes, field.Bits);
                    break;
                case Fixed64:
                    bytes.AddRange(fixedBytes);
                    break;
                case Fixed32:
                    bytes.AddRange(fixedBytes[..sizeof(uint)]);
                    break;
                default:
                    var content = field.Fields is { } messages ? Write(messages) : field.Bytes;
                    WriteVarint(bytes, (ulong)content.Length);
                    bytes.AddRange(content);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void WriteVarint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }

    /// <summary>A field: a number in <see cref="Bits"/>, or a message in <see cref="Fields"/>, or else <see cref="Bytes"/>.</summary>
    private sealed class Field(int number, int wireType)
    {
        public int Number { get; set; } = number;

        public int WireType => wireType;

        public ulong Bits { get; set; }

        public byte[] Bytes { get; set; } = [];

        public List<Field>? Fields { get; set; }

        public Field Copy() => new(Number, WireType) { Bits = Bits, Bytes = Bytes, Fields = Fields?.ConvertAll(f => f.Copy()) };
    }
}
