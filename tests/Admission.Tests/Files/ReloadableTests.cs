using System.Text;
using Bouncer.Admission.Files;
using Bouncer.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.Admission.Tests.Files;

public sealed class ReloadableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _tried = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FirstVersion_IsInUseAtOnce()
    {
        var file = Watch("one");

        Assert.Equal("one", file.Current);
        Assert.Equal(("thing", "version one", 1), (file.Name, file.Version, file.Generation));
        Assert.Equal(_time.GetUtcNow(), file.LoadedAt);
        Assert.Null(file.Failure);
    }

    [Fact]
    public void UnchangedFile_IsNotLoadedAgain()
    {
        var file = Watch("one");
        _folder.Write("file", "one");

        Assert.Equal([PollResult.Unchanged, PollResult.Unchanged, PollResult.Unchanged], Poll(file, 3));
        Assert.Equal(["one"], _tried);
    }

    [Fact]
    public void Change_IsInUseAfterTwoLooks()
    {
        var file = Watch("one");
        List<string> told = [];
        file.Changed += told.Add;
        _folder.Write("file", "two");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(PollResult.Unchanged, file.Poll());
        Assert.Equal("one", file.Current);
        Assert.Equal(PollResult.Loaded, file.Poll());
        Assert.Equal("two", file.Current);
        Assert.Equal(PollResult.Unchanged, file.Poll());

        Assert.Equal(("version two", 2, _time.GetUtcNow()), (file.Version, file.Generation, file.LoadedAt));
        Assert.Equal(["two"], told);
    }

    [Fact]
    public void FileThatIsStillBeingWritten_IsNeverTried()
    {
        var file = Watch("one");
        foreach (var part in new[] { "t", "tw", "two" })
        {
            File.WriteAllText(_folder.File("file"), part);
            Assert.Equal(PollResult.Unchanged, file.Poll());
        }

        Assert.Equal(PollResult.Loaded, file.Poll());
        Assert.Equal(["one", "two"], _tried);
    }

    [Fact]
    public void ChangeThatIsTakenBack_IsNeverTried()
    {
        var file = Watch("one");
        foreach (var content in new[] { "two", "one", "two" })
        {
            _folder.Write("file", content);
            Assert.Equal(PollResult.Unchanged, file.Poll());
        }

        Assert.Equal(["one"], _tried);
    }

    [Fact]
    public void BrokenFile_KeepsTheOldVersionUntilItIsMended()
    {
        var file = Watch("one");
        _folder.Write("file", "bad");

        Assert.Equal([PollResult.Unchanged, PollResult.Failed, PollResult.Unchanged, PollResult.Unchanged], Poll(file, 4));
        Assert.Equal(("one", "version one", 1, "file is bad"), (file.Current, file.Version, file.Generation, file.Failure));

        _folder.Write("file", "two");

        Assert.Equal([PollResult.Unchanged, PollResult.Loaded], Poll(file, 2));
        Assert.Equal(("two", 2), (file.Current, file.Generation));
        Assert.Null(file.Failure);
    }

    [Fact]
    public void BrokenFileThatIsTakenBack_IsAFailureNoMore()
    {
        var file = Watch("one");
        _folder.Write("file", "bad");
        Poll(file, 2);
        _folder.Write("file", "one");

        Assert.Equal([PollResult.Unchanged, PollResult.Loaded], Poll(file, 2));
        Assert.Null(file.Failure);
    }

    [Fact]
    public void LoaderWithABug_LeavesAFailureBehind()
    {
        var file = Watch("one");
        _folder.Write("file", "bug");
        file.Poll();

        Assert.Throws<InvalidOperationException>(() => file.Poll());
        Assert.Equal(("one", "loading failed unexpectedly (InvalidOperationException)"), (file.Current, file.Failure));
        Assert.Equal(PollResult.Unchanged, file.Poll());
        Assert.NotNull(file.Failure);
    }

    [Fact]
    public void VanishedFile_KeepsTheOldVersion()
    {
        var file = Watch("one");
        File.Delete(_folder.File("file"));

        Assert.Equal([PollResult.Unchanged, PollResult.Failed], Poll(file, 2));
        Assert.Equal(("one", $"{_folder.File("file")} does not exist"), (file.Current, file.Failure));
    }

    [Fact]
    public void SeveralFiles_AreTriedTogetherAlone()
    {
        var pair = new Reloadable<string>(
            "pair", [_folder.Write("a", "a1"), _folder.Write("b", "b1")], files => Load([.. files[0], .. files[1]]), v => v, _time);
        _folder.Write("a", "a2");
        pair.Poll();
        _folder.Write("b", "b2");

        Assert.Equal([PollResult.Unchanged, PollResult.Loaded], Poll(pair, 2));
        Assert.Equal(["a1b1", "a2b2"], _tried);
    }

    [Fact]
    public void ValueWithoutFiles_NeverChanges()
    {
        var fixedValue = new Reloadable<string>("list", [], _ => "fixed", v => v, _time);

        Assert.Equal([PollResult.Unchanged, PollResult.Unchanged], Poll(fixedValue, 2));
        Assert.Equal("fixed", fixedValue.Current);
    }

    [Fact]
    public void FirstVersionThatCannotBeUsed_IsAnException()
    {
        Assert.Equal("file is bad", Assert.Throws<InvalidFileException>(() => Watch("bad")).Message);
        var missing = Assert.Throws<InvalidFileException>(
            () => new Reloadable<string>("thing", [_folder.File("none")], files => Load(files[0]), v => v, _time));
        Assert.Equal([$"{_folder.File("none")} does not exist"], missing.Problems);
    }

    private static PollResult[] Poll(Reloadable<string> file, int times) => [.. Enumerable.Range(0, times).Select(_ => file.Poll())];

    private Reloadable<string> Watch(string content)
        => new("thing", [_folder.Write("file", content)], files => Load(files[0]), value => "version " + value, _time);

    private string Load(byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        _tried.Add(text);
        return text switch
        {
            "bad" => throw new InvalidFileException("file is bad"),
            "bug" => throw new InvalidOperationException("a bug"),
            _ => text,
        };
    }
}
