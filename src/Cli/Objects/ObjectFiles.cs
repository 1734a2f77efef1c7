using Bouncer.Constraints.Suites;

namespace Bouncer.Cli.Objects;

/// <summary>Reads the objects of files, folders with all that are below them, and the standard input.</summary>
internal static class ObjectFiles
{
    public const string StandardInput = "-";
    private const string StandardInputName = "stdin";

    /// <summary>All documents in the order in which their files are named, those of a folder by name.</summary>
    /// <param name="paths">Files and folders; <c>-</c> for the standard input.</param>
    /// <param name="terminal">Has the standard input, which is read as well if something is piped into it.</param>
    /// <param name="problems">Takes what cannot be read.</param>
    public static IReadOnlyList<SourceDocument> Read(IReadOnlyList<string> paths, Terminal terminal, List<string> problems)
    {
        var documents = new List<SourceDocument>();
        foreach (var path in paths.Where(p => p != StandardInput).SelectMany(p => Expand(p, problems)))
        {
            Add(SourceFile.Load(path));
        }

        if (terminal.IsPipedInto || paths.Contains(StandardInput))
        {
            using var reader = new StreamReader(terminal.Input());
            Add(SourceFile.Parse(StandardInputName, reader.ReadToEnd()));
        }

        return documents;

        void Add(SourceFile file)
        {
            documents.AddRange(file.Documents);
            problems.AddRange(file.Problems);
        }
    }

    private static string[] Expand(string path, List<string> problems)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            string[] found = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsManifest).Order(StringComparer.Ordinal)];
            if (found.Length == 0)
            {
                problems.Add($"{path}: there is no .yaml, .yml or .json file in the folder, nor below it");
            }

            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(Files.Problem(path, e));
            return [];
        }
    }

    private static bool IsManifest(string path) => Path.GetExtension(path) is ".yaml" or ".yml" or ".json";
}
