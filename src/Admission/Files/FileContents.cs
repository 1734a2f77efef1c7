namespace Bouncer.Admission.Files;

/// <summary>The bytes of some files at one moment, or why they could not be read.</summary>
public sealed class FileContents
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private FileContents(IReadOnlyList<byte[]> files, string? problem)
    {
        Files = files;
        Problem = problem;
    }

    /// <summary>The bytes, in the order of the paths.</summary>
    public IReadOnlyList<byte[]> Files { get; }

    /// <summary>Why a file could not be read; null if all could.</summary>
    public string? Problem { get; }

    /// <summary>Reads files, following symbolic links: Kubernetes updates a mounted ConfigMap or Secret by swapping one.</summary>
    public static FileContents Read(IReadOnlyList<string> paths)
    {
        var files = new List<byte[]>(paths.Count);
        foreach (var path in paths)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (!file.CanSeek)
                {
                    // A pipe or a device could be read once at best, and a file is looked at again and again.
                    return new([], $"{path} is not a regular file");
                }

                if (file.Length > MaxBytes)
                {
                    return new([], $"{path} is larger than {MaxBytes / 1024} KiB");
                }

                var bytes = new byte[file.Length];
                var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                files.Add(length == bytes.Length ? bytes : bytes[..length]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var why = e switch
                {
                    FileNotFoundException or DirectoryNotFoundException => "does not exist",
                    UnauthorizedAccessException => "cannot be read: access is denied, or it is a directory",
                    _ => $"cannot be read: {e.Message}",
                };
                return new([], $"{path} {why}");
            }
        }

        return new(files, null);
    }

    /// <summary>Whether two readings found the same.</summary>
    public bool SameAs(FileContents? other)
        => other is not null
            && Problem == other.Problem
            && Files.Count == other.Files.Count
            && Files.Zip(other.Files).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
