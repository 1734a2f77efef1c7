using System.Text;
using System.Text.Json;
using Bouncer.Json;

namespace Bouncer.Json.Tests;

/// <summary>What is JSON and what is not, each text read with and without skipping, beside Utf8JsonReader.</summary>
public class JsonReaderTests
{
    private static readonly string s_deepest = new string('[', JsonReader.MaxDepth) + new string(']', JsonReader.MaxDepth);

    public static TheoryData<string> Good =>
    [
        "{}", "[]", "null", "true", "false", "\"\"", "0", "-0", "10", "1.5", "-1.05e+10", "1E9", "1e-9", " {} ", "\t[\r\n]\n", "0 ",
        """{"a":1,"b":[true,false,null,"x",{"c":{}}],"d":""}""",
        """{ "a" : [ 1 , 2.5 , -3e4 ] , "a" : { } }""",
        """["\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00","\ud800","ü€😀"]""",
        """{"\u006bind":1,"i\u006dage":"b\u0075sybox","\ud800":2}""",
        """["0123456789abcdef","0123456789abcde\"","0123456789abcdef0123456789abcdef0123456789abcdef\\"]""",
        s_deepest,
    ];

    public static TheoryData<string> Bad =>
    [
        "", " ", "{", "[", "}", "]", "{]", "[}", "{}}", "[]]", "{} {}", "1 2", "nul", "nulls", "True", "tru", "falsey", "NaN", "Infinity",
        "01", "-", "-a", "+1", "1.", ".5", "1.e1", "1e", "1e+", "0x1", "1a", "00", "-01", "[1", "[1a]", "1/", "[1/]",
        "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}",
        "[1,]", "[,1]", "[1 2]", "[,]", ",", ":", "[1:2]", "{\"a\",1}", "[\"a\":1]",
        "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\", "\"\\u", "\"a\nb\"", "\"a\tb\"", "\"\0\"", "\"0123456789abcdef\u001F\"",
        "/**/{}", "{}//", "[1,/**/2]", "\uFEFF{}", "\u00A0{}", "\v{}", "\f{}", "{}\0", "\0",
        "[" + s_deepest + "]", s_deepest[..^1], new string('[', 1000), new string('{', 1000),
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void Json_IsReadAsByUtf8JsonReader(string json)
    {
        Assert.Null(ErrorOf(Encoding.UTF8.GetBytes(json)));
        AssertSame(Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void AnythingElse_IsRefusedAsByUtf8JsonReader(string text)
    {
        Assert.NotNull(ErrorOf(Encoding.UTF8.GetBytes(text)));
        AssertSame(Encoding.UTF8.GetBytes(text));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatIsNoJson_IsNoneWhereItIsSkippedEither(string text)
    {
        // As the value of a field that nobody knows, which readers of objects skip.
        AssertSame(Encoding.UTF8.GetBytes($$"""{"unknown":{{text}},"kind":"Pod"}"""));
        AssertSame(Encoding.UTF8.GetBytes($$"""{"unknown":{"x":[{{text}}]},"kind":"Pod"}"""));
    }

    [Fact]
    public void EveryByteInEveryPlace_IsTakenAsByUtf8JsonReader()
    {
        var json = """{"a":[1.5e3,true,"0123456789abcdef\u0041b"],"b":null}"""u8.ToArray();
        for (var at = 0; at < json.Length; at++)
        {
            for (var b = 0; b <= byte.MaxValue; b++)
            {
                var changed = json.ToArray();
                changed[at] = (byte)b;
                AssertSame(changed);
            }

            AssertSame(json.AsSpan(0, at));
        }
    }

    [Fact]
    public void Error_SaysLineAndByte()
    {
        var error = ErrorOf("{\n\"a\":[1,2,]}"u8);

        Assert.NotNull(error);
        Assert.Equal((1, 9), (error.LineNumber, error.BytePositionInLine));
    }

    [Fact]
    public void StringThatIsNoUtf8_CanBeSkippedAndNotAskedFor()
    {
        byte[] json = [.. "[\""u8, 0xFF, .. "\"]"u8];
        Assert.Null(ErrorOf(json));
        AssertSame(json);

        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = new JsonReader(json);
            reader.Read();
            reader.Read();
            return reader.GetString();
        });
    }

    [Fact]
    public void RawValue_IsTheTextOfTheValue()
    {
        var reader = new JsonReader("""{"a": {"b":[1, 2]} ,"c":"d"}"""u8);
        reader.Read();
        reader.Read();
        reader.Read();
        Assert.Equal("""{"b":[1, 2]}""", Encoding.UTF8.GetString(reader.ReadRaw()));

        reader.Read();
        Assert.True(reader.ValueTextEquals("c"u8));
        reader.Read();
        Assert.Equal("\"d\"", Encoding.UTF8.GetString(reader.ReadRaw()));
    }

    private static void AssertSame(ReadOnlySpan<byte> text)
    {
        foreach (var skips in (uint[])[0, uint.MaxValue, 0b10, 0b101010, 0b1100])
        {
            var difference = Comparison.Difference(text, skips);
            Assert.True(difference is null, $"{difference} in {Encoding.UTF8.GetString(text)} with skips {skips:b}");
        }
    }

    private static JsonException? ErrorOf(ReadOnlySpan<byte> text)
    {
        var reader = new JsonReader(text);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }
}
