using Bouncer.Constraints.Reading;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Prefixes;

/// <summary>Finds prefixes of images that let in more than they say: those that end within the name of a registry or of a part of a path.</summary>
internal static class PrefixLinter
{
    private const int MaxWarnings = 10;

    /// <summary>A warning for each such entry.</summary>
    public static IEnumerable<string> Lint(IReadOnlyList<PrefixParameter> prefixes, RegoObject parameters)
        => prefixes.SelectMany(p => ParameterPath.Find(parameters, p.Path, "spec.parameters")).SelectMany(Entries)
            .Where(e => !ImagePrefix.IsBounded(e.Entry) && !IsImageWithTag(e.Entry))
            .Take(MaxWarnings)
            .Select(e => $"{Shown.Plain(e.Place)}: {Shown.Quoted(e.Entry)} ends within a name: it lets in {Shown.Quoted(LookAlike(e.Entry))} too. Write {Shown.Quoted(e.Entry + "/")}{Alternative(e.Entry)}");

    private static IEnumerable<(string Entry, string Place)> Entries((RegoValue Value, string Place) found) => found.Value switch
    {
        RegoString text => [(text.Value, found.Place)],
        RegoArray array => array.Select((item, i) => ((item as RegoString)?.Value ?? "", FormattableString.Invariant($"{found.Place}[{i}]"))),
        _ => [],
    };

    // docker.io/library/busybox:1.36 is an image, and what begins with it is hardly another one's.
    private static bool IsImageWithTag(string entry) => entry.IndexOf(':', entry.LastIndexOf('/') + 1) >= 0 && entry.Contains('/', StringComparison.Ordinal);

    private static string LookAlike(string entry)
    {
        var slash = entry.LastIndexOf('/');
        return slash < 0 && IsRegistry(entry) ? $"{entry}.evil.com/image" : $"{entry}-evil/image";
    }

    private static string Alternative(string entry)
        => entry.Contains('/', StringComparison.Ordinal) || !IsRegistry(entry) ? $", or {Shown.Quoted(entry + ":")} and {Shown.Quoted(entry + "@")} if it is an image" : "";

    private static bool IsRegistry(string text) => text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal) || text == "localhost";
}
