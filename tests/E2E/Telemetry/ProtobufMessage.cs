using System.Text;

namespace Bouncer.E2E.Telemetry;

/// <summary>A protobuf message without a schema: its length-delimited fields by number (protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, byte[] Value)> _fields = [];

    public static ProtobufMessage Parse(byte[] bytes)
    {
        var message = new ProtobufMessage();
        var position = 0;
        while (position < bytes.Length)
        {
            var tag = Varint(bytes, ref position);
            switch (tag & 7)
            {
                case 0:
                    Varint(bytes, ref position);
                    break;
                case 1:
                    position += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref position);
                    message._fields.Add(((int)(tag >> 3), bytes[position..(position + length)]));
                    position += length;
                    break;
                case 5:
                    position += 4;
                    break;
                default:
                    throw new FormatException($"wire type {tag & 7} at {position}");
            }
        }

        return message;
    }

    public IEnumerable<byte[]> Bytes(int number) => _fields.Where(f => f.Number == number).Select(f => f.Value);

    public IEnumerable<ProtobufMessage> Messages(int number) => Bytes(number).Select(Parse);

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).FirstOrDefault([]));

    private static ulong Varint(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
