using Bouncer.Rego.Text;

namespace Bouncer.Rego.Tests.Text;

public sealed class DiagnosticTests
{
    private const string Text = "package a\n\tp := é + x\n";

    [Fact]
    public void Rendering_HasThePlaceTheDetailsAndACaret()
    {
        var source = new SourceText("dir/a.rego", Text);
        var start = Text.IndexOf('x', StringComparison.Ordinal);
        var error = new Diagnostic(DiagnosticCodes.Type, "wrong", new SourceSpan(source, start, start + 1)) { Details = ["have: this", "want: that"] };
        Assert.Equal("dir/a.rego:2:11: rego_type_error: wrong", error.ToString());
        Assert.Equal(
            "dir/a.rego:2:11: rego_type_error: wrong\n    have: this\n    want: that\n    \tp := é + x\n    \t         ^",
            error.Render());
    }

    [Fact]
    public void WithoutASource_ThereIsNoCaret()
        => Assert.Equal("1:1: rego_compile_error: wrong", new Diagnostic(DiagnosticCodes.Compile, "wrong", default).Render());

    [Fact]
    public void LongLines_AreCutAroundThePlace()
    {
        var source = new SourceText("a", new string('a', 10_000) + "X" + new string('b', 10_000));
        var lines = new Diagnostic(DiagnosticCodes.Parse, "wrong", new SourceSpan(source, 10_000, 10_001)).Render().Split('\n');
        Assert.Equal(164, lines[1].Length);
        Assert.Equal('X', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void ControlCharacters_AreNotPrinted()
    {
        var source = new SourceText("a", "x\u001b[31m");
        Assert.Equal("a:1:1: rego_parse_error: wrong\n    x\uFFFD[31m\n    ^", new Diagnostic(DiagnosticCodes.Parse, "wrong", new SourceSpan(source, 0, 1)).Render());
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(9, 1, 10)]
    [InlineData(10, 2, 1)]
    [InlineData(1000, 3, 1)]
    public void Positions_AreCountedFromOne(int offset, int line, int column)
        => Assert.Equal(new LinePosition(line, column), new SourceText("a", Text).PositionOf(offset));
}
