namespace Bouncer.Rego.Tests.Builtins;

/// <summary>Moments and durations: what OPA 1.4.2 answers.</summary>
public class TimeBuiltinTests
{
    [Theory]
    [InlineData("time.parse_ns", "[\"2006-01-02T15:04:05Z07:00\",\"2017-06-02T19:00:00-07:00\"]", "number 1496455200000000000")]
    [InlineData("time.parse_ns", "[\"RFC1123\",\"Mon, 02 Jan 2006 15:04:05 MST\"]", "number 1136214245000000000")]
    [InlineData("time.parse_ns", "[\"2006-01-02\",\"2020-13-01\"]", "eval_builtin_error: time.parse_ns: parsing time \"2020-13-01\": month out of range")]
    [InlineData("time.parse_ns", "[\"2006-01-02\",\"2021-02-29\"]", "eval_builtin_error: time.parse_ns: parsing time \"2021-02-29\": day out of range")]
    [InlineData("time.parse_ns", "[\"2006-01-02\",\"x\"]", "eval_builtin_error: time.parse_ns: parsing time \"x\" as \"2006-01-02\": cannot parse \"x\" as \"2006\"")]
    [InlineData("time.parse_ns", "[\"2006-002\",\"2021-060\"]", "number 1614556800000000000")]
    [InlineData("time.parse_ns", "[\"3:04 PM\",\"7:54 PM\"]", "eval_builtin_error: time.parse_ns: time outside of valid range")]
    [InlineData("time.parse_ns", "[\"2006-01-02\",\"2020-01-01x\"]", "eval_builtin_error: time.parse_ns: parsing time \"2020-01-01x\": extra text: \"x\"")]
    [InlineData("time.parse_rfc3339_ns", "[\"2017-06-02T19:00:00.123456789Z\"]", "number 1496430000123456789")]
    [InlineData("time.parse_rfc3339_ns", "[\"1677-01-01T00:00:00Z\"]", "eval_builtin_error: time.parse_rfc3339_ns: time outside of valid range")]
    [InlineData("time.parse_duration_ns", "[\"1h15m30.5s\"]", "number 4530500000000")]
    [InlineData("time.parse_duration_ns", "[\"5\"]", "eval_builtin_error: time.parse_duration_ns: time: missing unit in duration \"5\"")]
    [InlineData("time.parse_duration_ns", "[\"1d\"]", "eval_builtin_error: time.parse_duration_ns: time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("time.parse_duration_ns", "[\"9999999h\"]", "eval_builtin_error: time.parse_duration_ns: time: invalid duration \"9999999h\"")]
    [InlineData("time.format", "[1670006453141828752]", "string \"2022-12-02T18:40:53.141828752Z\"")]
    [InlineData("time.format", "[[1670006453141828752,\"Asia/Kolkata\",\"Mon Jan 02 15:04:05 -0700 2006\"]]", "string \"Sat Dec 03 00:10:53 +0530 2022\"")]
    [InlineData("time.format", "[[1517832000000000000,\"America/New_York\",\"UnixDate\"]]", "string \"Mon Feb  5 07:00:00 EST 2018\"")]
    [InlineData("time.format", "[[0,\"UTC\",\"Monday, January _2 2006 3:04:05.000 pm\"]]", "string \"Thursday, January  1 1970 12:00:00.000 am\"")]
    [InlineData("time.format", "[[0,\"Nope/Zone\"]]", "eval_builtin_error: time.format: unknown time zone Nope/Zone")]
    [InlineData("time.date", "[[1517832000000000000,\"Asia/Tokyo\"]]", "array [2018,2,5]")]
    [InlineData("time.clock", "[1517832000000000000]", "array [12,0,0]")]
    [InlineData("time.clock", "[1e30]", "eval_builtin_error: time.clock: timestamp too big")]
    [InlineData("time.weekday", "[1517832000000000000]", "string \"Monday\"")]
    [InlineData("time.weekday", "[\"x\"]", "eval_type_error: time.weekday: operand 1 must be either number (ns) or [number (ns), string (tz)] but got string")]
    [InlineData("time.date", "[[]]", "eval_type_error: time.date: operand 1 must be either number (ns) or [number (ns), string (tz)] but got array")]
    [InlineData("time.add_date", "[1583018999999999999,1,-1,31]", "number 1614641399999999999")]
    [InlineData("time.add_date", "[0,2262,1,1]", "eval_builtin_error: time.add_date: time outside of valid range")]
    [InlineData("time.diff", "[1517832000000000000,[1670006453141828752,\"UTC\"]]", "array [4,9,25,6,40,53]")]
    public void Builtin_AnswersAsOpa(string name, string operands, string answer)
        => Assert.Equal(answer, BuiltinCalls.Call(name, operands));
}
