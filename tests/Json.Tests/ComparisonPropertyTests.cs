using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bouncer.Json.Tests;

/// <summary>JsonReader and Utf8JsonReader take every text the same way, wherever values are skipped.</summary>
public class ComparisonPropertyTests
{
    [Property(MaxTest = 20_000, Arbitrary = [typeof(NearJson)])]
    public void NearJson_IsTakenAsByUtf8JsonReader(byte[] text, uint skips)
        => Assert.Null(Comparison.Difference(text, skips));

    [Property(MaxTest = 5_000)]
    public void AnyBytesAtAll_AreTakenAsByUtf8JsonReader(byte[] text, uint skips)
        => Assert.Null(Comparison.Difference(text, skips));

    /// <summary>JSON, and what is left of it after one to three changes.</summary>
    internal static class NearJson
    {
        private static readonly string[] s_pieces =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "null", "true", "false", "0", "-", "1.5e+3", "\"a\"", "\"kind\":",
            "\\u0041", "\\ud800", "\\n", "/", "ü", "\u0001", "\0", "0123456789abcdef",
        ];

        private static readonly Gen<string> s_space = Gen.Elements("", "", "", " ", "\n\t", "\r\n  ");

        public static Arbitrary<byte[]> Texts()
        {
            var json = Gen.Sized(size => Value(Math.Min(size, 40))).Select(Encoding.UTF8.GetBytes);
            var changes = from json1 in json
                          from count in Gen.Choose(0, 3)
                          from places in Gen.Choose(0, 1_000_000).ArrayOf(count)
                          from pieces in Gen.Elements(s_pieces).Select(Encoding.UTF8.GetBytes).ArrayOf(count)
                          from removed in Gen.Choose(0, 3).ArrayOf(count)
                          select Change(json1, places, pieces, removed);
            return changes.ToArbitrary();
        }

        private static byte[] Change(byte[] json, int[] places, byte[][] pieces, int[] removed)
        {
            for (var i = 0; i < places.Length; i++)
            {
                var at = places[i] % (json.Length + 1);
                json = [.. json[..at], .. pieces[i], .. json[Math.Min(json.Length, at + removed[i])..]];
            }

            return json;
        }

        private static Gen<string> Value(int size)
        {
            var scalar = Gen.OneOf(
                Gen.Elements("null", "true", "false", "0", "-0.5", "12", "3e7", "-1.25E-2"),
                Text());
            if (size < 2)
            {
                return Spaced(scalar);
            }

            var values = Value(size / 3).ListOf();
            var fields = (from name in Spaced(Text()) from value in Value(size / 3) select $"{name}:{value}").ListOf();
            return Spaced(Gen.OneOf(
                scalar,
                values.Select(v => $"[{string.Join(',', v.Take(4))}]"),
                fields.Select(f => $"{{{string.Join(',', f.Take(4))}}}")));
        }

        private static Gen<string> Text()
            => Gen.Elements("a", "kind", "image", "0123456789abcdef", "ü", "😀", "\\\"", "\\u0041", "\\ud83d\\ude00", "\\udead", "\\\\", " ")
                .ListOf().Select(parts => $"\"{string.Concat(parts.Take(6))}\"");

        private static Gen<string> Spaced(Gen<string> text)
            => from before in s_space from t in text from after in s_space select before + t + after;
    }
}
