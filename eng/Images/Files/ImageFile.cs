using System.Formats.Tar;

namespace Bouncer.Images.Files;

/// <summary>A file, folder or symbolic link of an image.</summary>
/// <param name="Path">Where it is in the image; absolute.</param>
/// <param name="Type">What it is.</param>
/// <param name="Mode">Who may do what with it. Everything belongs to root.</param>
internal sealed record ImageFile(string Path, TarEntryType Type, UnixFileMode Mode)
{
    /// <summary>The mode of a program: everybody runs it, root alone writes.</summary>
    public const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Shared = Executable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    /// <summary>What is in a file.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What a symbolic link leads to.</summary>
    public string? Target { get; init; }

    /// <summary>The Debian package that it comes from; null for what is made here.</summary>
    public DebianPackage? Origin { get; init; }

    /// <summary>A file with this content.</summary>
    public static ImageFile Of(string path, byte[] content, UnixFileMode mode = Readable)
        => new(path, TarEntryType.RegularFile, mode) { Content = content };

    /// <summary>A folder.</summary>
    public static ImageFile Folder(string path) => new(path, TarEntryType.Directory, Executable);

    /// <summary>A folder that everybody may write to, such as <c>/tmp</c>.</summary>
    public static ImageFile SharedFolder(string path) => new(path, TarEntryType.Directory, Shared);

    /// <summary>A symbolic link.</summary>
    public static ImageFile Link(string path, string target) => new(path, TarEntryType.SymbolicLink, Executable) { Target = target };

    /// <summary>A file of a Debian package, at the same path. Where there is a link, the file that it leads to.</summary>
    public static ImageFile Copy(string path, DebianPackage origin)
        => Of(path, File.ReadAllBytes(path)) with { Origin = origin };
}
