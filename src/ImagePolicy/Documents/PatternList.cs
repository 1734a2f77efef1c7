namespace Bouncer.ImagePolicy.Documents;

/// <summary>Reads lists of patterns.</summary>
internal static class PatternList
{
    /// <summary>Parses a pattern, or says what is wrong with it.</summary>
    public delegate bool TryParse<T>(string text, out T? pattern, out string? error);

    /// <summary>The patterns of a list; those that are wrong are reported and left out.</summary>
    /// <param name="list">The list; null if it is not written.</param>
    /// <param name="example">A pattern that could stand there, for messages.</param>
    /// <param name="tryParse">The grammar of the patterns.</param>
    public static IReadOnlyList<T> Read<T>(Place? list, string example, TryParse<T> tryParse)
    {
        List<T> patterns = [];
        foreach (var item in list is { } place ? NonEmpty(place, $"write a list, such as [\"{example}\"]") : [])
        {
            if (item.Text($"write a pattern, such as \"{example}\"") is not { } text)
            {
                continue;
            }

            if (tryParse(text, out var pattern, out var error))
            {
                patterns.Add(pattern!);
            }
            else
            {
                item.Report($"{Printable.Quoted(text, 200)}: {error}");
            }
        }

        return patterns;
    }

    /// <summary>The items of a list that must have one: an empty list reads as "none" to some and as "all" to others.</summary>
    public static IReadOnlyList<Place> NonEmpty(Place list, string remedy)
    {
        var items = list.Items(remedy);
        if (list.Node is Source.SequenceNode { Items.Count: 0 })
        {
            list.Report($"is an empty list; {remedy}, or leave the field out");
        }

        return items;
    }
}
