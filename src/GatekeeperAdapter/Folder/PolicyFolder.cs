using System.Security.Cryptography;
using Bouncer.Admission.Files;
using Bouncer.GatekeeperAdapter.State;

namespace Bouncer.GatekeeperAdapter.Folder;

/// <summary>
/// A folder of templates, constraints, Config, Namespaces and other objects, which is looked at again and again. What is good
/// applies; a file or a document that cannot be used leaves its older version in force, and is told.
/// </summary>
/// <remarks>Links, lengths and times are compared at every look, bytes at every tenth: reading a thousand files twice a second
/// would cost more than deciding does. As with single files, a change counts once two looks in a row have found it.</remarks>
internal sealed class PolicyFolder(string path, PolicyState state, TimeProvider time) : IReloadable
{
    private const int LooksBetweenReadings = 10;

    private readonly StateWriter _writer = new(state);
    private Dictionary<string, ReadFile> _read = [];
    private FolderFile[] _tried = [];
    private FolderFile[]? _candidate;
    private string? _unreadable;
    private int _looks;

    public string Name => "policies";

    public string Version => state.Version;

    public int Generation { get; private set; }

    public DateTimeOffset LoadedAt { get; private set; }

    public string? Failure => Problems.Count == 0 ? null : string.Join('\n', Problems);

    /// <summary>What is not in force as it is written.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What else there is to say about what changed last.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Raised when something has been read anew.</summary>
    public event Action<PolicyFolder>? Changed;

    /// <summary>Reads the folder for the first time.</summary>
    public void Load() => Load(Look() ?? [], readAll: true);

    public PollResult Poll()
    {
        if (Look() is not { } now)
        {
            return Lose();
        }

        var isReadingDue = ++_looks % LooksBetweenReadings == 0;
        if (now.AsSpan().SequenceEqual(_tried) && _unreadable is null)
        {
            _candidate = null;
            return isReadingDue && now.Any(file => IsOther(file)) ? Load(now, readAll: true) : PollResult.Unchanged;
        }

        if (_candidate is null || !now.AsSpan().SequenceEqual(_candidate))
        {
            _candidate = now;
            return PollResult.Unchanged;
        }

        return Load(now, readAll: false);
    }

    /// <summary>The files that there are; null if the folder cannot be read.</summary>
    private FolderFile[]? Look()
    {
        try
        {
            return FolderFile.In(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A folder that is gone takes nothing out of force: that would open everything to a slip of whoever mounts it.</summary>
    private PollResult Lose()
    {
        _candidate = null;
        if (_unreadable is not null)
        {
            return PollResult.Unchanged;
        }

        _unreadable = $"{path} cannot be read; what was in it stays in force";
        Problems = [_unreadable, .. Problems];
        state.SourceProblems = [_unreadable, .. state.SourceProblems];
        return PollResult.Failed;
    }

    private bool IsOther(FolderFile file)
        => FileContents.Read([file.Path]) is { Problem: null } contents
            && !(_read.TryGetValue(file.Path, out var known) && known.Hash.AsSpan().SequenceEqual(SHA256.HashData(contents.Files[0])));

    private PollResult Load(FolderFile[] now, bool readAll)
    {
        var unchanged = readAll ? [] : _tried.Intersect(now).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        _read = now.ToDictionary(
            file => file.Path,
            file => unchanged.Contains(file.Path) ? _read[file.Path] : Read(file, _read.GetValueOrDefault(file.Path)),
            StringComparer.Ordinal);
        _tried = now;
        _candidate = null;
        _unreadable = null;

        List<string> problems = [.. now.SelectMany(file => _read[file.Path].Problems)];
        List<string> warnings = [];
        state.SourceProblems = [.. problems];
        _writer.Write(now.SelectMany(file => _read[file.Path].Documents), problems, warnings);
        Problems = problems;
        Warnings = warnings;
        Generation++;
        LoadedAt = time.GetUtcNow();
        Changed?.Invoke(this);
        return problems.Count == 0 ? PollResult.Loaded : PollResult.LoadedInPart;
    }

    /// <summary>Reads a file; what cannot be read as a whole leaves the documents that it had.</summary>
    private ReadFile Read(FolderFile file, ReadFile? older)
    {
        var name = Path.GetRelativePath(path, file.Path);
        var contents = FileContents.Read([file.Path]);
        if (contents.Problem is { } problem)
        {
            return new([], older?.Documents ?? [], [problem]);
        }

        var bytes = contents.Files[0];
        List<string> problems = [];
        var documents = DocumentReader.Read(name, bytes, problems);
        return new(SHA256.HashData(bytes), documents ?? older?.Documents ?? [], problems);
    }

    private sealed record ReadFile(byte[] Hash, IReadOnlyList<PolicyDocument> Documents, IReadOnlyList<string> Problems);
}
