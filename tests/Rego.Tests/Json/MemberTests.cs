using System.Text;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Json;

/// <summary>Members of a JSON text, looked for one at a time.</summary>
public sealed class MemberTests
{
    [Theory]
    [InlineData("""{"name": 1, "nXXe": 2, "note": 3}""", "name", "1")] // as long, and with the same ends
    [InlineData("""{"name": 1, "nXXe": 2, "note": 3}""", "nXXe", "2")]
    [InlineData("""{"name": 1, "nXXe": 2, "note": 3}""", "nYYe", null)]
    [InlineData("""{"": 1, "a": 2}""", "", "1")]
    [InlineData("""{"": 1, "a": 2}""", "a", "2")]
    [InlineData("""{"a": 1}""", "", null)]
    [InlineData("""{"n\u0061me": 1}""", "name", "1")] // with an escape
    [InlineData("""{"name": 1, "n\u0061me": 2}""", "name", "2")] // the last counts, however it is written
    [InlineData("""{"n\u0061me": 1, "name": 2}""", "name", "2")]
    [InlineData("""{"naïve": 1, "na\u00efve": 2}""", "naïve", "2")]
    [InlineData("""{"na\u00efve": 1, "naïve": 2}""", "naïve", "2")]
    [InlineData("""{"aïe": 1}""", "abce", null)] // as many bytes as the other has letters
    [InlineData("""{"abce": 1}""", "aïe", null)]
    public void Name_IsFound(string json, string name, string? value)
    {
        var found = ((RegoObject)RegoJson.Parse(json)).Lookup(new RegoString(name));

        Assert.Equal(value, found is null ? null : RegoJson.ToJson(found));
    }

    [Fact]
    public void LongNames_AreTold()
    {
        var (one, other) = (new string('a', 40_000), new string('a', 40_000 + 0x8000)); // what marks keep of their lengths is equal
        var read = (RegoObject)RegoJson.Parse($$"""{"{{one}}": 1}""");

        Assert.True(read.TryGet(one, out _));
        Assert.False(read.TryGet(other, out _));
    }

    [Theory]
    [InlineData("null", RegoKind.Null)]
    [InlineData("true", RegoKind.Boolean)]
    [InlineData("false", RegoKind.Boolean)]
    [InlineData("-1.5e3", RegoKind.Number)]
    [InlineData("\"\"", RegoKind.String)]
    [InlineData("\"\\n\"", RegoKind.String)]
    [InlineData("[]", RegoKind.Array)]
    [InlineData("[1]", RegoKind.Array)]
    [InlineData("{}", RegoKind.Object)]
    [InlineData("{\"a\": 1}", RegoKind.Object)]
    public void KindOfAMember_IsThatOfItsValue(string json, RegoKind kind)
    {
        var read = (RegoObject)RegoJson.Parse($$"""{"a": {{json}}}""");

        Assert.Equal(kind, read.KindOf(new RegoString("a")));
        Assert.Equal(kind, read.Lookup(new RegoString("a"))!.Kind);
        Assert.Null(read.KindOf(new RegoString("b")));
        Assert.Null(read.KindOf(RegoNull.Instance));
    }

    [Fact]
    public void KindOfAMember_OfAnObjectThatIsMade_OrLarge()
    {
        var made = RegoObject.Create(new(new RegoString("a"), RegoBoolean.True), new(RegoNull.Instance, RegoNumber.Of(1)));
        var large = (RegoObject)RegoJson.Parse($"{{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"{i}\": [{i}]"))}}}");

        Assert.Equal(RegoKind.Boolean, made.KindOf(new RegoString("a")));
        Assert.Equal(RegoKind.Number, made.KindOf(RegoNull.Instance));
        Assert.Equal(RegoKind.Array, large.KindOf(new RegoString("99")));
        Assert.Null(large.KindOf(new RegoString("100")));
    }

    [Fact]
    public void ManyThreads_FindTheSame()
    {
        for (var round = 0; round < 200; round++)
        {
            var read = (RegoObject)RegoJson.Parse("""{"a": [1], "b": {"c": "d"}, "e": "f"}""");

            Parallel.For(0, 8, _ => Assert.Equal(
                """{"a":[1],"b":{"c":"d"},"e":"f"}""",
                RegoJson.ToJson(RegoObject.Create([.. "abe".Select(c => KeyValuePair.Create<RegoValue, RegoValue>(new RegoString($"{c}"), read.Lookup(new RegoString($"{c}"))!))]))));
        }
    }

    [Fact]
    public void DisposedDocument_ReadsNothingMore_WhileTextsThatWereReadStay()
    {
        Assert.True(RegoJsonDocument.TryParse(Encoding.UTF8.GetBytes("""{"seen": "this", "unseen": "that", "inner": {"a": 1}}"""), out var document, out _));
        var root = (RegoObject)document.Root;
        var seen = root.Lookup(new RegoString("seen"));
        var inner = (RegoObject)root.Lookup(new RegoString("inner"))!;

        document.Dispose();
        document.Dispose();

        Assert.Equal("this", ((RegoString)seen!).Value);
        Assert.Throws<ObjectDisposedException>(() => root.Lookup(new RegoString("unseen")));
        Assert.Throws<ObjectDisposedException>(() => inner.Lookup(new RegoString("a")));
        Assert.Throws<ObjectDisposedException>(() => RegoJson.ToJson(root));
    }

    [Fact]
    public void DocumentThatIsNoJson_IsDescribedAsGoDoes()
    {
        Assert.False(RegoJsonDocument.TryParse("{"u8.ToArray(), out var document, out var error));

        Assert.Null(document);
        Assert.Equal("unexpected EOF", error);
    }
}
