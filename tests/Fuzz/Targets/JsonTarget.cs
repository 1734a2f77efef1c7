using System.Buffers.Binary;
using Bouncer.Json.Tests;

namespace Bouncer.Fuzz.Targets;

/// <summary>JSON, read beside Utf8JsonReader, which values are skipped depending on the input.</summary>
internal static class JsonTarget
{
    public static readonly FuzzTarget Instance = new(
        "json",
        Run,
        [
            """{"kind":"Pod","metadata":{"labels":{"a":"b"},"n":[1,-2.5e+10,0],"t":true,"f":false,"z":null},"image":"busybox"}""",
            """[ { "\u006bind" : "\ud83d\ude00 \n" } , [ ] , { } , "0123456789abcdef0123456789abcdef" , "" ]""",
            """[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]""",
            "-1.5E-3",
        ],
        ObjectTarget.Words);

    private static void Run(ReadOnlySpan<byte> input)
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        input[^Math.Min(input.Length, sizeof(uint))..].CopyTo(last);
        foreach (var skips in (uint[])[0, uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(last) * 2654435761])
        {
            var difference = Comparison.Difference(input, skips);
            Must.Hold(difference is null, $"as Utf8JsonReader reads it: {difference} (skips {skips:x})");
        }
    }
}
