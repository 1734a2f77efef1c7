namespace Bouncer.Admission.Recording;

/// <summary>Text of strangers for logs and spans: bounded in length and number.</summary>
public static class Bounded
{
    /// <summary>The most entries of a list that are told.</summary>
    public const int MaxEntries = 20;

    /// <summary>The most characters of an entry that are told.</summary>
    public const int MaxLength = 256;

    /// <summary>A list as one text, divided by commas.</summary>
    public static string List(IReadOnlyList<string> entries)
    {
        if (entries.Count == 1)
        {
            return Text(entries[0]);
        }

        var told = string.Join(", ", entries.Take(MaxEntries).Select(Text));
        return entries.Count > MaxEntries ? $"{told} and {entries.Count - MaxEntries} more" : told;
    }

    /// <summary>Annotations as one text, divided by commas.</summary>
    public static string Annotations(IReadOnlyDictionary<string, string?> annotations)
    {
        var told = string.Join(", ", annotations.Take(MaxEntries).Select(a => $"{Text(a.Key)}={Text(a.Value ?? "")}"));
        return annotations.Count > MaxEntries ? $"{told} and {annotations.Count - MaxEntries} more" : told;
    }

    /// <summary>A text, cut if it is too long. Printable ASCII stays, everything else is shown by its code point: line
    /// breaks and escape sequences could forge lines on a terminal, bidirectional controls and look-alikes could make a
    /// name read as another.</summary>
    public static string Text(string text)
    {
        var cut = text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        return cut.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? cut
            : string.Concat(cut.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}"));
    }
}
