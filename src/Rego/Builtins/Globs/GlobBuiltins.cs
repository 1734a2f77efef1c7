using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Globs;

/// <summary>Globs with delimiters, as gobwas/glob has them.</summary>
internal static class GlobBuiltins
{
    private static readonly Rune[] Dot = [new('.')];
    private static readonly BoundedCache<(string, string), GlobPattern> Patterns = new(512);

    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("glob.match", Match),
        new("glob.quote_meta", (_, operands) => RegoString.Of(Quote(Operand.String(operands, 0)))),
    ];

    private static RegoValue? Match(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var pattern = Operand.String(operands, 0);
        var delimiters = operands[1] switch
        {
            RegoNull => [],
            RegoArray { Count: 0 } => Dot,
            RegoArray array => [.. array.Select(item => Delimiter(array, item))],
            var other => throw Operand.Wrong(1, other, "array, null"),
        };
        var text = Operand.String(operands, 2);
        var glob = Patterns.GetOrAdd((pattern, string.Concat(delimiters)), () => GlobParser.Parse(pattern, delimiters));
        return RegoBoolean.Of(glob.IsMatch(text));
    }

    private static Rune Delimiter(RegoArray array, RegoValue item)
    {
        var text = item as RegoString ?? throw Operand.WrongElement(1, array, item, "string");
        return GoText.CountRunes(text.Value) == 1 && Rune.TryGetRuneAt(text.Value, 0, out var rune) ? rune : throw Operand.WrongElement(1, array, item, "rune");
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            quoted.Append("*?\\[]{}".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return quoted.ToString();
    }
}
