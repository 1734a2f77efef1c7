using System.Formats.Tar;
using System.IO.Compression;
using Bouncer.Images.Files;

namespace Bouncer.Images.Layout;

/// <summary>Files of an image that are kept and fetched together.</summary>
/// <param name="Summary">What they are, for people.</param>
/// <param name="Blob">The files, packed.</param>
/// <param name="DiffId">The digest of the files, not compressed.</param>
/// <param name="UnpackedSize">The bytes of the files, not compressed.</param>
internal sealed record Layer(string Summary, Blob Blob, string DiffId, long UnpackedSize)
{
    /// <summary>Packs files: in the order of their paths, of root, from 1970. The same files give the same bytes.</summary>
    public static Layer Of(string summary, IReadOnlyCollection<ImageFile> files)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in files.Concat(FoldersOf(files)).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal))
            {
                using var content = new MemoryStream(file.Content.ToArray());
                writer.WriteEntry(Entry(file, content));
            }
        }

        var bytes = tar.ToArray();
        return new(summary, new Blob(MediaTypes.Layer, Compress(bytes)), Blob.DigestOf(bytes), bytes.Length);
    }

    private static IEnumerable<ImageFile> FoldersOf(IEnumerable<ImageFile> files)
    {
        foreach (var file in files)
        {
            for (var folder = Path.GetDirectoryName(file.Path); folder is not (null or "/"); folder = Path.GetDirectoryName(folder))
            {
                yield return ImageFile.Folder(folder);
            }
        }
    }

    private static UstarTarEntry Entry(ImageFile file, MemoryStream content)
    {
        var isFolder = file.Type == TarEntryType.Directory;
        var entry = new UstarTarEntry(file.Type, file.Path[1..] + (isFolder ? "/" : "")) { Mode = file.Mode, ModificationTime = DateTimeOffset.UnixEpoch };
        switch (file.Type)
        {
            case TarEntryType.RegularFile:
                entry.DataStream = content;
                break;
            case TarEntryType.SymbolicLink:
                entry.LinkName = file.Target!;
                break;
        }

        return entry;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
