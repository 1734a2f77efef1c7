namespace Bouncer.Aspire.Embedded.Tests.Support;

/// <summary>A file that does not exist until it is created, and not after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Create() => File.WriteAllText(Path, "");

    public void Dispose() => File.Delete(Path);
}
