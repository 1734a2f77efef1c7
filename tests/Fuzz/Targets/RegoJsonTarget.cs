using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Fuzz.Targets;

/// <summary>JSON as input and data of policies: what can be read can be written, and is the same when it is read again.</summary>
internal static class RegoJsonTarget
{
    public static readonly FuzzTarget Instance = new(
        "regojson",
        Run,
        [
            """{"kind":"Pod","metadata":{"name":"p","labels":{}},"spec":{"containers":[{"name":"a","image":"busybox","ports":[{"containerPort":80}]}]},"n":[1,1.0,1e2,-0,12345678901234567890,0.1]}""",
            """[null,true,false,"","\u00e9\ud83d\ude00\ud800\n",[[],{}],{"a":1,"a":2}]""",
            "\"text\"",
        ],
        ["\"a\":", "{", "}", "[", "]", ",", "null", "1e400", "-0.0", "\\u0000", "\\ud800", "123456789012345678901234567890"]);

    private static void Run(ReadOnlySpan<byte> input)
    {
        RegoValue? value;
        string? error;
        try
        {
            if (!RegoJson.TryParse(input.ToArray(), out value, out error))
            {
                Must.Hold(error.Length > 0, "what is wrong is said");
                return;
            }
        }
        catch (ValueTooDeepException)
        {
            return;
        }

        var again = RegoJson.Parse(RegoJson.ToUtf8(value));
        Must.Hold(value.Equals(again) && again.Equals(value), "what was written is what was read");
        Must.Hold(value.GetHashCode() == again.GetHashCode() && value.CompareTo(again) == 0, "equal values have one hash code and one place in the order");
        Must.Hold(value.ToString() == again.ToString(), "and are printed the same");
    }
}
