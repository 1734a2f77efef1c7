using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Fuzz.Targets;

/// <summary>JSON as input and data of policies: what JsonDocument reads is read, with the same meaning, and nothing else; what can be
/// read can be written, and is the same when it is read again.</summary>
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
                Must.Hold(error.Contains("exponent", StringComparison.Ordinal) || Read(input) is null, $"what JsonDocument reads is read: {error}");
                return;
            }
        }
        catch (ValueTooDeepException)
        {
            return;
        }

        using (var document = Read(input))
        {
            Must.Hold(document is not null, "what JsonDocument refuses is refused");
            Must.Hold(IsSame(document!.RootElement, value), "the text means what JsonDocument says");
        }

        var again = RegoJson.Parse(RegoJson.ToUtf8(value));
        Must.Hold(value.Equals(again) && again.Equals(value), "what was written is what was read");
        Must.Hold(value.GetHashCode() == again.GetHashCode() && value.CompareTo(again) == 0, "equal values have one hash code and one place in the order");
        Must.Hold(value.ToString() == again.ToString(), "and are printed the same");
    }
    private static JsonDocument? Read(ReadOnlySpan<byte> input)
    {
        try
        {
            return JsonDocument.Parse(input.ToArray(), new JsonDocumentOptions { MaxDepth = RegoValue.MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSame(JsonElement json, RegoValue value)
    {
        try
        {
            return (json.ValueKind, value) switch
            {
                (JsonValueKind.Null, RegoNull) => true,
                (JsonValueKind.True or JsonValueKind.False, RegoBoolean truth) => truth.Value == json.GetBoolean(),
                (JsonValueKind.String, RegoString text) => text.Value == json.GetString(),
                (JsonValueKind.Number, RegoNumber) => true,
                (JsonValueKind.Array, RegoArray items) =>
                    items.Count == json.GetArrayLength() && json.EnumerateArray().Zip(items).All(pair => IsSame(pair.First, pair.Second)),
                (JsonValueKind.Object, RegoObject members) => Last(json) is var last
                    && last.Count == members.Count && last.All(m => members.Lookup(new RegoString(m.Key)) is { } member && IsSame(m.Value, member)),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true; // Bytes or escapes that are no Unicode: JsonDocument refuses where Go puts U+FFFD.
        }
    }

    /// <summary>Of members with one name the last.</summary>
    private static Dictionary<string, JsonElement> Last(JsonElement json)
    {
        Dictionary<string, JsonElement> last = new(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            last[member.Name] = member.Value;
        }

        return last;
    }
}
