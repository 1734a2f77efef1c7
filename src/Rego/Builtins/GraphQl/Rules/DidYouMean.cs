using Bouncer.Rego.Text;

namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>What somebody may have meant, appended to messages.</summary>
internal static class DidYouMean
{
    private const int MaxLength = 100; // longer names are nobody's slip
    private const int MaxNamed = 5;

    /// <summary><c> Did you mean "A" or "B"?</c>, or nothing if no name is similar.</summary>
    public static string Names(Work work, string typed, IEnumerable<string> known, string question = "Did you mean", bool isQuoted = true)
    {
        var similar = Similar(work, typed, known);
        return similar.Count == 0 ? "" : $" {question} {Or(isQuoted ? similar.Select(name => $"\"{name}\"") : similar)}?";
    }

    /// <summary><c>A</c>, <c>A or B</c>, <c>A, B, or C</c>: five at most.</summary>
    public static string Or(IEnumerable<string> names)
    {
        var some = names.Take(MaxNamed).ToArray();
        return some.Length < 3 ? string.Join(" or ", some) : $"{string.Join(", ", some[..^1])}, or {some[^1]}";
    }

    private static List<string> Similar(Work work, string typed, IEnumerable<string> known)
    {
        var most = (typed.Length * 2 / 5) + 1;
        return typed.Length > MaxLength
            ? []
            : [.. known.Where(name => Math.Abs(name.Length - typed.Length) <= most)
                .Select(name => (Name: name, Distance: Distance(work, typed, name)))
                .Where(each => each.Distance <= most)
                .OrderBy(each => each.Distance)
                .Select(each => each.Name)];
    }

    // Letters of another case are one change together.
    private static int Distance(Work work, string a, string b)
    {
        work.Step(1 + (a.Length * b.Length / 64));
        if (a == b)
        {
            return 0;
        }

        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        return a == b ? 1 : EditDistance.Between(a, b);
    }
}
