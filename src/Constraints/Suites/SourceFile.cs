using System.Globalization;
using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;

namespace Bouncer.Constraints.Suites;

/// <summary>A file of Kubernetes objects, in YAML or JSON.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Documents">Its documents that are objects; empty ones do not count.</param>
/// <param name="Problems">What is wrong with the others: <c>file:line: what, and what to write</c>.</param>
public sealed record SourceFile(string Name, IReadOnlyList<SourceDocument> Documents, IReadOnlyList<string> Problems)
{
    /// <summary>Reads a file. That it cannot be read is one of its problems.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it; the path if null.</param>
    public static SourceFile Load(string path, string? name = null)
        => TryReadText(path, name ?? path, out var text, out var problem) ? Parse(name ?? path, text) : new SourceFile(name ?? path, [], [problem]);

    /// <summary>Reads a text.</summary>
    public static SourceFile Parse(string name, string text)
    {
        var reading = RegoYaml.ParseAll(name, text);
        var documents = new List<SourceDocument>();
        var problems = new List<string>();
        foreach (var document in reading.Documents)
        {
            if (document.Value is RegoObject value && value.Text("kind").Length > 0)
            {
                if (NameProblem(value) is { } problem)
                {
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{document.Line}: {problem}"));
                }
                else
                {
                    documents.Add(new SourceDocument(name, document.Line, value));
                }
            }
            else
            {
                var what = document.Value is RegoObject ? "has no kind" : $"is {Article(document.Value.TypeName)}";
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}:{document.Line}: document {document.Index + 1} {what}, so this is no Kubernetes object; write apiVersion and kind"));
            }
        }

        if (reading.Error is { } error)
        {
            problems.Add(error.ToString());
        }

        return new SourceFile(name, documents, problems);
    }

    /// <summary>That a name is no text. YAML takes "no" and "n" for false and "1" for a number, API servers refuse them, and the object
    /// would pass for one without a namespace here.</summary>
    private static string? NameProblem(RegoObject document)
    {
        foreach (var field in (string[])["name", "generateName", "namespace"])
        {
            if (document.Object("metadata")?.Lookup(new RegoString(field)) is { } value and not (RegoString or RegoNull))
            {
                return $"metadata.{field}: is {Article(value.TypeName)} to YAML; write it in quotes";
            }
        }

        return null;
    }

    /// <summary>The text of a file, or why it cannot be read.</summary>
    internal static bool TryReadText(string path, string name, out string text, out string problem)
    {
        try
        {
            text = File.ReadAllText(path);
            problem = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            text = "";
            problem = Unreadable(name, e);
            return false;
        }
    }

    /// <summary>Why a file or a folder cannot be read, in one line.</summary>
    internal static string Unreadable(string name, Exception exception)
        => $"{name}: " + exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
            UnauthorizedAccessException => "cannot be read: permission denied, or it is a folder",
            _ => $"cannot be read: {exception.Message}",
        };

    private static string Article(string type) => type switch
    {
        "array" or "object" => $"an {type}",
        "null" => "null",
        _ => $"a {type}",
    };
}
