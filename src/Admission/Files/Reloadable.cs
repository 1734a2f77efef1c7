namespace Bouncer.Admission.Files;

/// <summary>What a look at watched files found.</summary>
public enum PollResult
{
    /// <summary>Nothing new.</summary>
    Unchanged,

    /// <summary>A new version is in use.</summary>
    Loaded,

    /// <summary>What could be used of the files is in use; for the rest the old version stays.</summary>
    LoadedInPart,

    /// <summary>The files changed and cannot be used; the old version stays in use.</summary>
    Failed,
}

/// <summary>Something made from files that is made anew when they change.</summary>
public interface IReloadable
{
    /// <summary>What it is called in logs, metrics and readiness (<c>policy</c>).</summary>
    string Name { get; }

    /// <summary>Which version is in use, for people; changes with every load.</summary>
    string Version { get; }

    /// <summary>How many versions have been loaded, from 1.</summary>
    int Generation { get; }

    /// <summary>When the version in use was loaded.</summary>
    DateTimeOffset LoadedAt { get; }

    /// <summary>Why the files as they are now cannot be used; null if the version in use is what they hold.</summary>
    string? Failure { get; }

    /// <summary>Looks at the files. Not for concurrent use.</summary>
    PollResult Poll();
}

/// <summary>
/// An immutable value made from files. A changed file is built aside and swapped in by one reference; a file that cannot
/// be used changes nothing but <see cref="Failure"/>. A change counts once two looks in a row have found it, so that
/// neither a file half written nor a certificate without its new key is ever tried.
/// </summary>
/// <remarks>Files are compared by their bytes, at every look: links, time stamps and file system events all have cases in
/// which they do not tell, and a policy that is not reloaded is a hole.</remarks>
/// <typeparam name="T">The value. Whoever holds one goes on with it while a newer one is swapped in.</typeparam>
public sealed class Reloadable<T> : IReloadable
    where T : class
{
    private readonly IReadOnlyList<string> _paths;
    private readonly Func<IReadOnlyList<byte[]>, T> _load;
    private readonly Func<T, string> _version;
    private readonly TimeProvider _time;
    private volatile T _current;
    private volatile string? _failure;
    private FileContents _tried;
    private FileContents? _candidate;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="name">What the value is called in logs, metrics and readiness.</param>
    /// <param name="paths">The files. None for a value that cannot change.</param>
    /// <param name="load">Makes the value of the files' bytes; throws <see cref="InvalidFileException"/> if it cannot.</param>
    /// <param name="version">What to call a version.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidFileException">The files cannot be used.</exception>
    public Reloadable(
        string name,
        IReadOnlyList<string> paths,
        Func<IReadOnlyList<byte[]>, T> load,
        Func<T, string> version,
        TimeProvider time)
    {
        Name = name;
        _paths = paths;
        _load = load;
        _version = version;
        _time = time;
        _tried = FileContents.Read(paths);
        _current = Load(_tried);
        LoadedAt = time.GetUtcNow();
    }

    /// <summary>Raised by <see cref="Poll"/> after a new version is in use.</summary>
    public event Action<T>? Changed;

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The version in use. One request takes it once.</summary>
    public T Current => _current;

    /// <inheritdoc/>
    public string Version => _version(_current);

    /// <inheritdoc/>
    public int Generation { get; private set; } = 1;

    /// <inheritdoc/>
    public DateTimeOffset LoadedAt { get; private set; }

    /// <inheritdoc/>
    public string? Failure => _failure;

    /// <inheritdoc/>
    public PollResult Poll()
    {
        var now = FileContents.Read(_paths);
        if (now.SameAs(_tried))
        {
            _candidate = null;
            return PollResult.Unchanged;
        }

        if (!now.SameAs(_candidate))
        {
            _candidate = now;
            return PollResult.Unchanged;
        }

        _tried = now;
        _candidate = null;
        try
        {
            _current = Load(now);
        }
        catch (InvalidFileException e)
        {
            _failure = e.Message;
            return PollResult.Failed;
        }
        catch (Exception e)
        {
            // A bug in the loader. These bytes are not tried again, so readiness has to say that they are not in use.
            _failure = $"loading failed unexpectedly ({e.GetType().Name})";
            throw;
        }

        _failure = null;
        Generation++;
        LoadedAt = _time.GetUtcNow();
        Changed?.Invoke(_current);
        return PollResult.Loaded;
    }

    private T Load(FileContents contents)
        => contents.Problem is { } problem ? throw new InvalidFileException(problem) : _load(contents.Files);
}
