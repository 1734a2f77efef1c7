using System.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Strings;

/// <summary>Taking text apart, off its ends, and replacing in it.</summary>
internal static class CuttingBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("replace", Replace),
        new("split", Split),
        new("strings.replace_n", ReplaceAll),
        new("strings.any_prefix_match", (_, operands) => AnyMatch(operands, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("strings.any_suffix_match", (_, operands) => AnyMatch(operands, static (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("trim", (_, operands) => Trim(operands, start: true, end: true)),
        new("trim_left", (_, operands) => Trim(operands, start: true, end: false)),
        new("trim_right", (_, operands) => Trim(operands, start: false, end: true)),
        new("trim_space", (_, operands) => RegoString.Of(Operand.String(operands, 0).Trim())),
        new("trim_prefix", TrimPrefix),
        new("trim_suffix", TrimSuffix),
    ];

    private static RegoValue? Split(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.Text(operands, 0);
        var separator = Operand.String(operands, 1);
        if (separator.Length == 0)
        {
            return RegoArray.Of(text.Value.EnumerateRunes().Select(rune => (RegoValue)RegoString.Of(rune.ToString())));
        }

        var parts = text.Value.Split(separator);
        if (parts.Length == 1)
        {
            return RegoArray.Create(text);
        }

        var items = new RegoValue[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            items[i] = RegoString.Of(parts[i]);
        }

        return RegoArray.Own(items);
    }

    private static RegoValue? Replace(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        var old = Operand.String(operands, 1);
        var with = Operand.String(operands, 2);
        if (old.Length == 0)
        {
            return RegoString.Of(ReplaceMany(context, text, [("", with)]));
        }

        context.CheckSize(text.Length + ((text.Length / old.Length) * (long)with.Length));
        return RegoString.Of(text.Replace(old, with, StringComparison.Ordinal));
    }

    private static RegoValue? ReplaceAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var patterns = Operand.Object(operands, 0);
        var text = Operand.String(operands, 1);
        var pairs = new List<(string Old, string With)>(patterns.Count);
        foreach (var (key, value) in patterns)
        {
            pairs.Add((
                (key as RegoString)?.Value ?? throw Operand.Wrong(0, "non-string key found in pattern object"),
                (value as RegoString)?.Value ?? throw Operand.Wrong(0, "non-string value found in pattern object")));
        }

        return RegoString.Of(ReplaceMany(context, text, pairs));
    }

    /// <summary>As Go's strings.Replacer: at each place the first pattern that fits, an empty one at most once a place.</summary>
    private static string ReplaceMany(BuiltinContext context, string text, List<(string Old, string With)> pairs)
    {
        var result = new StringBuilder(text.Length);
        var skipEmpty = false;
        for (var at = 0; at <= text.Length;)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var found = FirstFit(text.AsSpan(at), pairs, skipEmpty);
            skipEmpty = found >= 0 && pairs[found].Old.Length == 0;
            if (found >= 0)
            {
                result.Append(pairs[found].With);
                at += pairs[found].Old.Length;
                context.CheckSize(result.Length);
                continue;
            }

            if (at < text.Length)
            {
                var length = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
                result.Append(text, at, length);
                at += length;
            }
            else
            {
                at++;
            }
        }

        return result.ToString();
    }

    private static int FirstFit(ReadOnlySpan<char> rest, List<(string Old, string With)> pairs, bool skipEmpty)
    {
        for (var i = 0; i < pairs.Count; i++)
        {
            if ((pairs[i].Old.Length > 0 || !skipEmpty) && rest.StartsWith(pairs[i].Old))
            {
                return i;
            }
        }

        return -1;
    }

    private static RegoValue? AnyMatch(ReadOnlySpan<RegoValue> operands, Func<string, string, bool> matches)
    {
        var single = operands[0] as RegoString;
        var texts = single is null ? Texts(operands, 0) : null;
        if (operands[1] is RegoString part)
        {
            return RegoBoolean.Of(single is null ? texts!.Any(text => matches(text, part.Value)) : matches(single.Value, part.Value));
        }

        if (single is not null && operands[1] is RegoArray array)
        {
            return AnyMatch(single.Value, array, matches);
        }

        var parts = Texts(operands, 1);
        return RegoBoolean.Of(single is null
            ? texts!.Any(text => parts.Any(p => matches(text, p)))
            : parts.Any(p => matches(single.Value, p)));
    }

    // One image against an array of prefixes: what policies do for each container. Nothing is allocated.
    private static RegoBoolean AnyMatch(string text, RegoArray parts, Func<string, string, bool> matches)
    {
        var found = false;
        for (var i = 0; i < parts.Count; i++)
        {
            // A wrong element is an error even behind one that matches.
            found |= parts[i] is RegoString part ? !found && matches(text, part.Value) : throw Operand.WrongElement(1, parts, parts[i], "string");
        }

        return RegoBoolean.Of(found);
    }

    private static string[] Texts(ReadOnlySpan<RegoValue> operands, int index)
        => operands[index] is RegoArray or RegoSet ? Operand.Strings(operands, index) : throw Operand.Wrong(index, operands[index], "string, set, array");

    private static RegoValue? TrimPrefix(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.Text(operands, 0);
        var prefix = Operand.String(operands, 1);
        return prefix.Length > 0 && text.Value.StartsWith(prefix, StringComparison.Ordinal) ? RegoString.Of(text.Value[prefix.Length..]) : text;
    }

    private static RegoValue? TrimSuffix(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.Text(operands, 0);
        var suffix = Operand.String(operands, 1);
        return suffix.Length > 0 && text.Value.EndsWith(suffix, StringComparison.Ordinal) ? RegoString.Of(text.Value[..^suffix.Length]) : text;
    }

    private static RegoValue? Trim(ReadOnlySpan<RegoValue> operands, bool start, bool end)
    {
        var text = Operand.String(operands, 0);
        var set = Operand.String(operands, 1);
        if (!GoText.HasSurrogates(set))
        {
            var rest = text.AsSpan();
            rest = start ? rest.TrimStart(set) : rest;
            rest = end ? rest.TrimEnd(set) : rest;
            return RegoString.Of(set.Length == 0 ? text : rest.ToString());
        }

        var runes = set.EnumerateRunes().ToHashSet();
        var kept = text.EnumerateRunes().ToList();
        var first = start ? kept.FindIndex(rune => !runes.Contains(rune)) : 0;
        var last = end ? kept.FindLastIndex(rune => !runes.Contains(rune)) : kept.Count - 1;
        return first < 0 || last < first ? RegoString.Empty : RegoString.Of(string.Concat(kept[first..(last + 1)]));
    }
}
