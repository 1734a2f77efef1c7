using Bouncer.Constraints.Suites;
using Bouncer.Rego.Json;

namespace Bouncer.Constraints.Tests.Suites;

public class SuiteAssertionTests
{
    private static readonly string[] s_messages = ["container <a> is bad", "initContainer <b> is bad"];

    [Theory]
    [InlineData(null, null)]
    [InlineData("\"yes\"", null)]
    [InlineData("true", null)]
    [InlineData("2", null)]
    [InlineData("null", "")]
    [InlineData("1", "^container")]
    [InlineData("1", "Container")]
    [InlineData("\"no\"", "CONTAINER")]
    [InlineData("false", "ephemeral")]
    [InlineData("0", "ephemeral")]
    public void Assertion_Holds(string? violations, string? message)
        => Assert.Null(Of(violations, message).Check(s_messages));

    [Theory]
    [InlineData("\"no\"", null, "2 violations, where none is wanted; the messages are\n  container <a> is bad\n  initContainer <b> is bad")]
    [InlineData("3", null, "2 violations, where exactly 3 are wanted; the messages are\n  container <a> is bad\n  initContainer <b> is bad")]
    [InlineData("1", "zzz", "0 violations with a message like \"zzz\", where exactly 1 is wanted; the messages are\n  container <a> is bad\n  initContainer <b> is bad")]
    [InlineData(null, "zzz", "0 violations with a message like \"zzz\", where at least 1 is wanted; the messages are\n  container <a> is bad\n  initContainer <b> is bad")]
    public void WhatDoesNotHold_ShowsAllMessages(string? violations, string? message, string problem)
        => Assert.Equal(problem, Of(violations, message).Check(s_messages));

    [Fact]
    public void NoViolations_AreSaid()
        => Assert.Equal("0 violations, where at least 1 is wanted; there are no violations at all", Of(null, null).Check([]));

    [Theory]
    [InlineData("-1", null, "violations: is -1; write yes, no, or a number from 0")]
    [InlineData("1.5", null, "violations: is 1.5; write yes, no, or a number from 0")]
    [InlineData("\"maybe\"", null, "violations: is \"maybe\"; write yes, no, or a number from 0")]
    [InlineData("\"1\"", null, "violations: is \"1\"; write yes, no, or a number from 0")]
    [InlineData("[]", null, "violations: is []; write yes, no, or a number from 0")]
    [InlineData("\"yes\"", "(?=a)", "message: error parsing regexp: invalid or unsupported Perl syntax: `(?=`; write a regular expression of Go (RE2)")]
    public void WrongAssertion_NeverHolds(string violations, string? message, string problem)
        => Assert.Equal(problem, Of(violations, message).Check(s_messages));

    [Fact]
    public void ExpressionThatRunsTooLong_NeverHolds()
        => Assert.Equal(
            @"message: regular expression ran longer than 1000 ms: (x+x+)+y\b; write a simpler expression",
            Of("\"no\"", @"(x+x+)+y\b").Check([new string('x', 40) + "é"]));

    private static SuiteAssertion Of(string? violations, string? message)
        => SuiteAssertion.Of(violations is null ? null : RegoJson.Parse(violations), message);
}
