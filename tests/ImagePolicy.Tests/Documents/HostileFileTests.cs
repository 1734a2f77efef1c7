using System.Text;
using Bouncer.ImagePolicy.Documents;

namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>Files that are made to harm the reader get an error like any other.</summary>
public class HostileFileTests
{
    private static readonly byte[] s_valid = Encoding.UTF8.GetBytes(PolicyText.Head + "  - {name: a, require: [tag]}\n");

    [Fact]
    public void FileOfOneMebibyte_IsReadAndOneByteMoreIsNot()
    {
        var largest = s_valid.Concat(Enumerable.Repeat((byte)'#', PolicyReader.MaxBytes - s_valid.Length)).ToArray();

        Assert.NotNull(PolicyReader.Read(largest, "p.yaml").Document);
        Assert.Equal(
            "p.yaml: the file has 1,048,577 bytes; at most 1,048,576 are read",
            Assert.Single(PolicyReader.Read((byte[])[.. largest, (byte)'\n'], "p.yaml").Errors).ToString());
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("{? ")]
    [InlineData("[{")]
    public void DeepNesting_IsRefused(string opening)
    {
        var errors = PolicyText.Errors(string.Concat(Enumerable.Repeat(opening, PolicyReader.MaxBytes / opening.Length)));

        Assert.EndsWith("the text is nested deeper than 32 levels", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, "unknown field")]
    [InlineData(32, "nested deeper than 32 levels")]
    public void Nesting_IsReadTo32Levels(int levels, string error)
        => Assert.Contains(PolicyText.Errors($"x: {new string('[', levels)}{new string(']', levels)}"), e => e.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xC3, 0x28 }, "p.yaml:2:2: the byte 0xC3 is not UTF-8; save the file as UTF-8")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "p.yaml:1:1: the byte 0xED is not UTF-8; save the file as UTF-8")]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x82 }, "p.yaml:1:2: the byte 0xE2 is not UTF-8; save the file as UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "p.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61 }, "p.yaml:1:1: the file is UTF-16; save it as UTF-8")]
    public void OtherEncoding_IsNamed(byte[] file, string error)
        => Assert.Equal(error, Assert.Single(PolicyReader.Read(file, "p.yaml").Errors).ToString());

    [Theory]
    [InlineData('\0', "U+0000")] // ends the file for some parsers
    [InlineData('\u001B', "U+001B")]
    [InlineData('\u0085', "U+0085")] // a line break for some
    [InlineData('\u2028', "U+2028")]
    [InlineData('\uFEFF', "U+FEFF")]
    public void CharacterThatReadersTakeDifferently_IsRefused(char c, string name)
        => Assert.Equal(
            [$"p.yaml:9:2: the character {name} is not allowed; remove it"],
            PolicyText.Errors($"{Encoding.UTF8.GetString(s_valid)}#{c}- name: b"));

    [Fact]
    public void FileNameWithControlCharacters_IsShownEscaped()
        => Assert.StartsWith("a\\u001B[31m:1:1: ", PolicyReader.Read(default, "a\u001B[31m").Errors[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void AnyMutationOfAPolicy_GivesAPolicyOrErrorsAndNoException()
    {
        var random = new Random(20240117);
        var seed = Encoding.UTF8.GetBytes(PolicyText.Head + Rules);
        byte[][] pieces = [.. Pieces.Select(Encoding.UTF8.GetBytes)];
        for (var i = 0; i < 10_000; i++)
        {
            var file = Mutate(random, seed, pieces);
            var result = PolicyReader.Read(file, "p.yaml");
            Assert.True(result.Document is null == result.Errors.Count > 0, Encoding.UTF8.GetString(file));
            Assert.All(result.Errors, e => Assert.DoesNotContain(e.ToString(), char.IsControl));
        }
    }

    private const string Rules =
        """
          - name: a
            allow: {registries: [docker.io, "*.example.com"]}
            message: "a\u0041\x41\U0001F600"
          - name: b
            deny:
              tags: ['latest', 1.36]
              repositories:
              - gcr.io/my-project/**
            match: {namespaces: ["team-*"]}
            enforcement: >-
              warn
        """;

    private static readonly string[] Pieces =
        ["[", "]", "{", "}", "\"", "'", "*", "&a", "!!str ", "|", ">", "---\n", "...\n", "\t", "\n", " ", ": ", "- ", "? ", "\\u", "\\UFFFFFFFF", "\\ud83d", "%TAG", "#", ",", "\0", "\u2028", "é", "~"];

    private static byte[] Mutate(Random random, byte[] seed, byte[][] pieces)
    {
        List<byte> file = [.. seed];
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(file.Count);
            switch (random.Next(4))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file.RemoveRange(at, random.Next(Math.Min(40, file.Count - at)));
                    break;
                case 2:
                    file.InsertRange(at, pieces[random.Next(pieces.Length)]);
                    break;
                default:
                    file.InsertRange(random.Next(file.Count), file.GetRange(at, random.Next(Math.Min(80, file.Count - at))));
                    break;
            }
        }

        return [.. file];
    }
}
