using Bouncer.ImagePolicy;
using Bouncer.ImagePolicy.Documents;

namespace Bouncer.Cli.Check;

/// <summary>A manifest file that was read.</summary>
/// <param name="Name">The file as the command line names it; <c>stdin</c> for the standard input.</param>
/// <param name="Manifests">Its documents.</param>
internal sealed record ManifestFile(string Name, IReadOnlyList<Manifest> Manifests);

/// <summary>Finds and reads the manifests that the options name.</summary>
internal static class ManifestFiles
{
    private const string StandardInput = "-";
    private const string StandardInputName = "stdin";

    /// <summary>The files in the order named, those of a folder by name. Mistakes are added to the others.</summary>
    public static IReadOnlyList<ManifestFile> Read(CheckOptions options, Func<Stream> input, List<string> mistakes)
    {
        List<ManifestFile> files = [];
        foreach (var path in options.Files.SelectMany(f => Expand(f, options.IsRecursive, mistakes)))
        {
            var isInput = path == StandardInput;
            var name = isInput ? StandardInputName : path;
            var isRead = Files.TryRead(name, isInput ? input : () => File.OpenRead(path), ManifestReader.MaxBytes, out var content, out var mistake);
            if (!isRead)
            {
                mistakes.Add(mistake!);
                continue;
            }

            var read = ManifestReader.Read(content, name);
            files.Add(new ManifestFile(name, read.Manifests));
            if (read.Error is { } error)
            {
                mistakes.Add(error.ToString());
            }
        }

        return files;
    }

    private static string[] Expand(string path, bool isRecursive, List<string> mistakes)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            var depth = isRecursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
            string[] found = [.. Directory.EnumerateFiles(path, "*", depth).Where(IsManifest).Order(StringComparer.Ordinal)];
            if (found.Length == 0)
            {
                mistakes.Add($"{Printable.Text(path)}: the folder has no .yaml, .yml or .json file{(isRecursive ? "" : "; -R looks into its folders")}");
            }

            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(Files.Problem(path, e));
            return [];
        }
    }

    private static bool IsManifest(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON";
}
