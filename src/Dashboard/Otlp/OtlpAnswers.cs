using System.Buffers;
using System.Text;

namespace Bouncer.Dashboard.Otlp;

/// <summary>Answers in protobuf.</summary>
internal static class OtlpAnswers
{
    /// <summary><c>ExportTraceServiceResponse</c> and its like, whose field 1 is <c>partial_success</c>: how many records were
    /// rejected, and why. Nothing at all where all went well, as the specification has it.</summary>
    public static byte[] Success(int rejected, string problem)
        => rejected == 0 ? [] : Field(1, [.. Number(1, rejected), .. Field(2, Encoding.UTF8.GetBytes(problem))]);

    /// <summary><c>google.rpc.Status</c>, the body of every error over HTTP: a code of gRPC, and a message.</summary>
    public static byte[] Error(int code, string message) => [.. Number(1, code), .. Field(2, Encoding.UTF8.GetBytes(message))];

    private static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | Wire.Length), .. Varint(value.Length), .. value];

    private static byte[] Number(int number, int value) => [(byte)((number << 3) | Wire.Varint), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new ArrayBufferWriter<byte>(5);
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
        return bytes.WrittenSpan.ToArray();
    }
}
