using System.Text;

namespace Bouncer.ImagePolicy.Tests.Documents;

/// <summary>JSON texts with all that YAML could trip over: tabs, escapes, surrogate pairs, no space after a colon.</summary>
internal static class RandomJson
{
    private static readonly string[] s_characters =
        ["\\n", "\\u0041", "\\\"", "\\\\", "\\/", "\\ud83d\\ude00", "é", "😀", ": ", "#", " # ", "'", "\\t\\b\\f\\r", "*", "&", "!", "%", "- ", "{", "]", ",", "~", "x"];

    private static readonly string[] s_values = ["1", "-1.5e10", "0", "true", "false", "null", "1.10", "\"\"", "{}", "[]"];
    private static readonly string[] s_spaces = ["", "", " ", "\t", "\n", "\r\n", " \n\t "];
    private static readonly string[] s_spacesInLine = ["", "", " ", "\t"];

    public static string Object(Random random, int depth = 0)
    {
        var text = new StringBuilder("{").Append(Space(random));
        for (var i = random.Next(4); i > 0; i--)
        {
            text.Append('"').Append(Characters(random)).Append(i).Append('"').Append(random.GetItems(s_spacesInLine, 1)[0]).Append(':');
            text.Append(Space(random)).Append(Value(random, depth + 1)).Append(Space(random)).Append(i > 1 ? "," : "").Append(Space(random));
        }

        return text.Append('}').ToString();
    }

    private static string Value(Random random, int depth) => random.Next(depth > 5 ? 2 : 4) switch
    {
        0 => $"\"{Characters(random)}\"",
        1 => random.GetItems(s_values, 1)[0],
        2 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Space(random) + Value(random, depth + 1) + Space(random)))}]",
        _ => Object(random, depth),
    };

    private static string Characters(Random random) => string.Concat(random.GetItems(s_characters, random.Next(8)));

    private static string Space(Random random) => random.GetItems(s_spaces, 1)[0];
}
