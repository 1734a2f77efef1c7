using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Bouncer.Images.Tests.Support;

/// <summary>An image as others read it: by the specification, and not by the code that wrote it.</summary>
internal sealed class Image
{
    private readonly Dictionary<string, byte[]> _files;

    private Image(Dictionary<string, byte[]> files)
    {
        _files = files;
        Index = Document("index.json");
        Manifest = Document(PathOf(Index.GetProperty("manifests")[0]));
        Config = Document(PathOf(Manifest.GetProperty("config")));
        Layers = [.. Manifest.GetProperty("layers").EnumerateArray().Select(l => Unpack(_files[PathOf(l)]))];
        Files = Layers.SelectMany(l => Entries(l)).GroupBy(f => f.Path).ToDictionary(g => g.Key, g => g.Last());
    }

    public JsonElement Index { get; }

    public JsonElement Manifest { get; }

    public JsonElement Config { get; }

    /// <summary>The layers, not compressed.</summary>
    public IReadOnlyList<byte[]> Layers { get; }

    /// <summary>What a container finds, by path.</summary>
    public IReadOnlyDictionary<string, ImageEntry> Files { get; }

    /// <summary>The paths of all blobs.</summary>
    public IEnumerable<string> Blobs => _files.Keys.Where(p => p.StartsWith("blobs/", StringComparison.Ordinal));

    public string? Label(string name) => Config.GetProperty("config").GetProperty("Labels").GetProperty("org.opencontainers.image." + name).GetString();

    public static Image Read(string archive)
    {
        using var stream = File.OpenRead(archive);
        return new(Entries(stream).ToDictionary(e => e.Path, e => e.Content));
    }

    /// <summary>Where the blob of a descriptor lies.</summary>
    public static string PathOf(JsonElement descriptor) => $"blobs/{descriptor.GetProperty("digest").GetString()!.Replace(':', '/')}";

    public byte[] Content(string path) => _files[path];

    public JsonElement Document(string path) => JsonDocument.Parse(_files[path]).RootElement;

    private static byte[] Unpack(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static List<ImageEntry> Entries(byte[] tar) => [.. Entries(new MemoryStream(tar))];

    private static IEnumerable<ImageEntry> Entries(Stream tar)
    {
        using var reader = new TarReader(tar);
        while (reader.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            yield return new(entry.Name, entry.EntryType, entry.Mode, entry.Uid, entry.Gid, entry.LinkName, content.ToArray());
        }
    }
}

/// <summary>A file, folder or link in an archive.</summary>
internal sealed record ImageEntry(string Path, TarEntryType Type, UnixFileMode Mode, int Uid, int Gid, string Target, byte[] Content);
