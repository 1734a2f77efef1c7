using System.Diagnostics.CodeAnalysis;

namespace Bouncer.Constraints.Suites;

/// <summary>Finds the files that a suite names.</summary>
internal sealed class SuitePaths(Suite suite)
{
    private readonly string _folder = Path.GetDirectoryName(suite.File) ?? "";

    /// <summary>The path of a file that a field of the suite names relative to the suite.</summary>
    public bool TryResolve(string field, string path, out string resolved, out string problem)
    {
        resolved = Path.Combine(_folder, path);
        problem = path.Length == 0 ? $"{field}: names no file; write its path, relative to the suite"
            : Path.IsPathRooted(path) ? $"{field}: \"{path}\" is an absolute path; write it relative to the suite, so that both can be moved"
            : "";
        return problem.Length == 0;
    }

    /// <summary>The objects of a file. One at least.</summary>
    public static bool TryReadAll(string path, out IReadOnlyList<SourceDocument> documents, out string problem)
    {
        var file = SourceFile.Load(path);
        documents = file.Documents;
        problem = file.Problems.Count > 0 ? string.Join('\n', file.Problems)
            : file.Documents.Count == 0 ? $"{path}: holds no object"
            : "";
        return problem.Length == 0;
    }

    /// <summary>The first object of a file, the only one that counts of templates and constraints in <c>gator verify</c>.</summary>
    public static bool TryReadFirst(string path, [NotNullWhen(true)] out SourceDocument? document, out string problem)
    {
        document = TryReadAll(path, out var documents, out problem) ? documents[0] : null;
        return document is not null;
    }
}
