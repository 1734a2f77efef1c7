using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Tests.Values;
using Bouncer.Rego.Values;
using FsCheck.Xunit;

namespace Bouncer.Rego.Tests.Json;

[Properties(Arbitrary = [typeof(Generated)], MaxTest = 400)]
public class JsonTests
{
    [Property]
    public bool WhatIsWritten_ReadsAsJsonAgain(RegoValue value)
    {
        var once = RegoJson.Parse(RegoJson.ToUtf8(value));
        return once.Equals(RegoJson.Parse(RegoJson.ToUtf8(once)));
    }

    [Property]
    public bool LazyAndMadeObjects_AreEqual(RegoValue value)
    {
        var lazy = RegoJson.Parse(RegoJson.ToUtf8(value));
        var other = RegoJson.Parse(RegoJson.ToUtf8(value));
        return lazy.Equals(other) && lazy.GetHashCode() == other.GetHashCode() && lazy.CompareTo(other) == 0;
    }

    [Theory]
    [InlineData("1 2", "error: invalid character '2' after top-level value")]
    [InlineData("{\"a\":01}", "invalid character '1' after object key:value pair")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("", "EOF")]
    [InlineData("nul", "unexpected EOF")]
    [InlineData("{} {}", "error: invalid character '{' after top-level value")]
    public void WrongJson_IsDescribedAsGoDoes(string json, string message)
    {
        Assert.False(RegoJson.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal(message, error);
    }

    [Fact]
    public void OfDoubledNames_TheLastCounts()
    {
        var obj = (RegoObject)RegoJson.Parse("""{"a":1,"b":0,"a":2,"\u0061":3}""");
        Assert.True(obj.TryGet("a", out var value));
        Assert.Equal(RegoNumber.Of(3), value);
        Assert.Equal(2, obj.Count);
        Assert.True(obj.TryGet("a", out value));
        Assert.Equal(RegoNumber.Of(3), value);
    }

    [Theory]
    [InlineData("\"\\ud800x\"", "\ufffdx")]
    [InlineData("\"\\ud83d\\ude00\"", "\U0001F600")]
    [InlineData("\"\\ud800\\u0041\"", "\ufffdA")]
    [InlineData("\"\\/\\b\\\"\"", "/\b\"")]
    public void Escapes_AreDecodedAsInGo(string json, string text) => Assert.Equal(new RegoString(text), RegoJson.Parse(json));

    [Fact]
    public void BytesThatAreNoUtf8_BecomeReplacementCharacters()
        => Assert.Equal(new RegoString("\ufffd\ufffd"), RegoJson.Parse(new byte[] { (byte)'"', 0xC3, 0xFF, (byte)'"' }));

    [Fact]
    public void NamesOutsideAscii_AreFound()
    {
        var obj = (RegoObject)RegoJson.Parse("""{"é":1,"\u00e8":2}""");
        Assert.True(obj.TryGet("é", out var plain));
        Assert.True(obj.TryGet("è", out var escaped));
        Assert.Equal((RegoNumber.Of(1), RegoNumber.Of(2)), (plain, escaped));
        Assert.False(obj.TryGet("e", out _));
    }

    [Fact]
    public void Json_IsWrittenAsOpaWritesIt()
    {
        var value = RegoObject.Create(
            KeyValuePair.Create<RegoValue, RegoValue>(RegoNumber.Of(1), RegoNumber.Parse("1E+5")),
            KeyValuePair.Create<RegoValue, RegoValue>(RegoArray.Create(RegoNumber.Of(1), RegoNumber.Of(2)), RegoSet.Create(RegoNumber.Of(3), RegoNumber.Of(2))),
            KeyValuePair.Create<RegoValue, RegoValue>(RegoNull.Instance, new RegoString("<\u2028\u0001\u007f\b\f\t\"\udcff")));
        Assert.Equal("{\"1\":1E+5,\"[1,2]\":[2,3],\"null\":\"<\\u2028\\u0001\u007f\\b\\f\\t\\\"\\ufffd\"}", RegoJson.ToJson(value));
    }

    [Fact]
    public void NestingUpToTheLimit_IsReadAndOneMoreIsNot()
    {
        Assert.Equal(RegoKind.Array, RegoJson.Parse(Nested(RegoValue.MaxDepth)).Kind);
        Assert.Throws<ValueTooDeepException>(() => RegoJson.Parse(Nested(RegoValue.MaxDepth + 1)));
        Assert.Throws<ValueTooDeepException>(() => RegoJson.Parse(Nested(RegoValue.MaxDepth + 2)));
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
