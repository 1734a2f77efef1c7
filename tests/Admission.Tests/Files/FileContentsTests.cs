using Bouncer.Admission.Files;
using Bouncer.TestSupport;

namespace Bouncer.Admission.Tests.Files;

public sealed class FileContentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_AreReadInTheirOrder()
    {
        var contents = FileContents.Read([_folder.Write("b", "two"), _folder.Write("a", "one"), _folder.Write("c", "")]);

        Assert.Null(contents.Problem);
        Assert.Equal(["two"u8.ToArray(), "one"u8.ToArray(), []], contents.Files);
    }

    [Fact]
    public void LargestFile_IsRead()
        => Assert.Equal(FileContents.MaxBytes, FileContents.Read([_folder.Write("f", new string('a', FileContents.MaxBytes))]).Files[0].Length);

    [Fact]
    public void LargerFile_IsAProblem()
    {
        var path = _folder.Write("f", new string('a', FileContents.MaxBytes + 1));

        var contents = FileContents.Read([path]);

        Assert.Equal($"{path} is larger than 1024 KiB", contents.Problem);
        Assert.Empty(contents.Files);
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        var missing = _folder.File("none");

        Assert.Equal($"{missing} does not exist", FileContents.Read([_folder.Write("f", "x"), missing]).Problem);
        Assert.Equal($"{missing}/f does not exist", FileContents.Read([missing + "/f"]).Problem);
    }

    [Fact]
    public void Directory_IsAProblem()
        => Assert.Equal($"{_folder.Path} cannot be read: access is denied, or it is a directory", FileContents.Read([_folder.Path]).Problem);

    [Fact]
    public void Pipe_IsAProblem()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";

        Assert.Equal($"{path} is not a regular file", FileContents.Read([path]).Problem);
    }

    [Fact]
    public void DanglingLink_IsAProblem()
    {
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("nowhere"));

        Assert.Equal($"{_folder.File("link")} does not exist", FileContents.Read([_folder.File("link")]).Problem);
    }

    [Fact]
    public void SameBytes_AreTheSame()
    {
        var one = FileContents.Read([_folder.Write("f", "x"), _folder.Write("g", "y")]);

        Assert.True(one.SameAs(FileContents.Read([_folder.File("f"), _folder.File("g")])));
        Assert.False(one.SameAs(FileContents.Read([_folder.File("g"), _folder.File("f")])));
        Assert.False(one.SameAs(FileContents.Read([_folder.File("f")])));
        Assert.False(one.SameAs(FileContents.Read([_folder.File("f"), _folder.File("none")])));
        Assert.False(one.SameAs(null));
    }
}
