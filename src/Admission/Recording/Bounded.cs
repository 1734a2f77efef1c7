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

    /// <summary>A text, cut if it is too long and without line breaks or other control characters.</summary>
    public static string Text(string text)
    {
        var cut = text.Length <= MaxLength ? text : text[..MaxLength] + "...";
        return cut.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && !cut.Contains('\u007f')
            ? cut
            : string.Concat(cut.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString()));
    }
}
