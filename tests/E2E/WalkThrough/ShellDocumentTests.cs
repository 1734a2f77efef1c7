namespace Bouncer.E2E.WalkThrough;

/// <summary>How pages are read, without which their commands could be passed over.</summary>
public sealed class ShellDocumentTests
{
    [Fact]
    public void Commands_AreReadWithTheirHeadings()
    {
        var document = ShellDocument.Parse("""
            # Page
            ```sh
            # a comment alone
            one --first   # and its comment, which isn't a quote

            two \
              --more
            ```
            ## Part
            ```yaml
            kind: Pod
            ```
            ```sh
            cat >file <<EOF
            it's text
            EOF
            three "a
              b"
            four 'c;d' \"
            ```

            """);

        Assert.Equal(["Page", "Part"], document.Blocks.Select(b => b.Heading));
        Assert.Equal(
            [
                "one --first   # and its comment, which isn't a quote", "two \\\n  --more",
                "cat >file <<EOF\nit's text\nEOF", "three \"a\n  b\"", "four 'c;d' \\\"",
            ],
            document.Commands);
    }

    [Theory]
    [InlineData("```sh\none\n", "line 1: the block has no end")]
    [InlineData("text\n```bash\none\n```\n", "line 2: blocks of commands are marked sh, and not bash")]
    [InlineData("```sh\none 'a\n```\n", "the command has no end: one 'a")]
    public void PageThatWouldBePassedOver_IsRefused(string text, string expected)
        => Assert.Equal(expected, Assert.Throws<FormatException>(() => ShellDocument.Parse(text)).Message);
}
