using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Values;

public class NumberTests
{
    [Theory]
    [InlineData("0.1", '+', "0.2", "0.3")]
    [InlineData("1", '/', "3", "0.33333333333333333334")]
    [InlineData("1e3", '+', "0.5", "1000.5")]
    [InlineData("1234567.5", '*', "2.25", "2.777776875e+06")]
    [InlineData("0.00001", '*', "0.5", "5e-06")]
    [InlineData("0", '*', "-1.5", "-0")]
    [InlineData("2.5e-7", '+', "0", "2.5e-07")]
    [InlineData("10000000000000000000000.5", '+', "1", "10000000000000000000000")]
    [InlineData("10.0", '/', "2", "5")]
    public void ArithmeticOnFloats_PrintsAsInOpa(string left, char op, string right, string result)
    {
        var x = BigFloat.Of(RegoNumber.Parse(left));
        var y = BigFloat.Of(RegoNumber.Parse(right));
        var z = op switch
        {
            '+' => x + y,
            '*' => x * y,
            _ => x / y,
        };
        Assert.Equal(result, z.ToNumber().Text);
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1", "10e-1")]
    [InlineData("0", "-0")]
    [InlineData("0", "0e99999")]
    [InlineData("1e400", "10e399")]
    [InlineData("9223372036854775808", "9223372036854775808.0")]
    public void EqualNumbers_AreEqualHoweverWritten(string left, string right)
    {
        var x = RegoNumber.Parse(left);
        var y = RegoNumber.Parse(right);
        Assert.Equal(x, y);
        Assert.Equal(x.GetHashCode(), y.GetHashCode());
        Assert.Equal(right, y.Text);
    }

    [Theory]
    [InlineData("28857836529306024611912", "28857836529306024611913")]
    [InlineData("9007199254740992", "9007199254740993")]
    [InlineData("-1e400", "-1e399")]
    [InlineData("1e-400", "1e-399")]
    [InlineData("-1e-400", "0")]
    public void Numbers_AreComparedExactly(string less, string more)
        => Assert.True(RegoNumber.Parse(less) < RegoNumber.Parse(more));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("+1")]
    [InlineData("0x1")]
    [InlineData("1e1000000001")]
    public void WhatIsNoNumber_IsRefused(string text) => Assert.False(RegoNumber.TryParse(text, out _));

    [Theory]
    [InlineData("1", true)]
    [InlineData("-0", true)]
    [InlineData("1.0", false)]
    [InlineData("1e2", false)]
    [InlineData("9223372036854775808", false)]
    public void OnlyPlainIntegers_AreIndices(string text, bool isIndex)
        => Assert.Equal(isIndex, RegoNumber.Parse(text).TryGetInt64(out _));
}
