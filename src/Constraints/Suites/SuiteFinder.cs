using System.IO.Enumeration;

namespace Bouncer.Constraints.Suites;

/// <summary>What was found where suites were looked for.</summary>
/// <param name="Suites">The suites, by their files' names; those too that cannot be read.</param>
/// <param name="Problems">Why nothing was looked for.</param>
public sealed record SuiteSearch(IReadOnlyList<SuiteReading> Suites, IReadOnlyList<string> Problems);

/// <summary>Finds suites among the files of a folder, as <c>gator verify</c> does: other YAML is passed over.</summary>
public static class SuiteFinder
{
    /// <summary>What stands behind a folder of which the folders count, too.</summary>
    private const string Below = "...";

    /// <summary>The group of suites.</summary>
    internal const string Group = "test.gatekeeper.sh";

    private const string Kind = "Suite";

    /// <summary>Finds suites.</summary>
    /// <param name="path">A file (<c>suite.yaml</c>); a folder, of whose files the suites count (<c>policies</c>); or a folder with all
    /// that are below it (<c>policies/...</c>).</param>
    public static SuiteSearch Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isBelow = path == Below || path.EndsWith("/" + Below, StringComparison.Ordinal);
        var target = isBelow ? path[..^Below.Length] : path;
        target = target.Length > 0 ? target : isBelow ? "./" : target;
        if (Directory.Exists(target))
        {
            return InFolder(target, isBelow);
        }

        if (isBelow && File.Exists(target.TrimEnd('/')))
        {
            return new SuiteSearch([], [$"{path}: {target.TrimEnd('/')} is a file; /{Below} goes behind a folder"]);
        }

        if (File.Exists(target) && !IsYaml(target))
        {
            return new SuiteSearch([], [$"{path}: is no suite by its name; suites are .yaml or .yml files"]);
        }

        return InFiles([target]);
    }

    private static SuiteSearch InFolder(string folder, bool isBelow)
    {
        // What is found through links is found without them as well, or belongs to somebody else; and links may go in circles.
        var files = new FileSystemEnumerable<string>(
            folder,
            (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions { RecurseSubdirectories = isBelow, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsYaml(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        try
        {
            return InFiles(files.Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SuiteSearch([], [SourceFile.Unreadable(folder, e)]);
        }
    }

    private static SuiteSearch InFiles(IEnumerable<string> files)
    {
        var suites = new List<SuiteReading>();
        var problems = new List<string>();
        foreach (var file in files)
        {
            if (!SourceFile.TryReadText(file, file, out var text, out var problem))
            {
                problems.Add(problem);
            }
            else if (text.Contains(Group, StringComparison.Ordinal))
            {
                // Only what names the group is parsed: templates of Helm and other things that are no YAML lie around everywhere.
                suites.AddRange(Read(file, text));
            }
        }

        return new SuiteSearch(suites, problems);
    }

    private static IEnumerable<SuiteReading> Read(string file, string text)
    {
        var source = SourceFile.Parse(file, text);
        var suites = source.Documents.Where(d => d.Object.Kind is { Group: Group, Kind: Kind }).Select(SuiteReader.Read);
        return source.Problems.Count == 0 ? suites : suites.Append(new SuiteReading(file, null, source.Problems, []));
    }

    private static bool IsYaml(ReadOnlySpan<char> path) => Path.GetExtension(path) is ".yaml" or ".yml";
}
