using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>Lists in sentences for people. Constraints may have lists of hundreds: the first ones say enough.</summary>
internal static class Listing
{
    private const int MaxShown = 8;

    /// <summary>Names in quotes: <c>["a", "b"]</c>.</summary>
    public static string Of(IReadOnlyCollection<string> names) => Join(names, n => new RegoString(n).ToString());

    /// <summary>Things as they print: <c>[Pod, apps/Deployment]</c>.</summary>
    public static string Of<T>(IReadOnlyCollection<T> things) => Join(things, t => t!.ToString()!);

    private static string Join<T>(IReadOnlyCollection<T> things, Func<T, string> print)
    {
        var more = things.Count - MaxShown;
        return $"[{string.Join(", ", things.Take(MaxShown).Select(print))}{(more > 0 ? $", and {more} more" : "")}]";
    }
}
