namespace Bouncer.Rego.Compiling.Locals;

/// <summary>How a variable came into its scope.</summary>
internal enum Occurrence
{
    None,
    Parameter,

    /// <summary>Used without a declaration.</summary>
    Seen,

    /// <summary>By <c>:=</c>.</summary>
    Assigned,

    /// <summary>By <c>some</c> or <c>every</c>.</summary>
    Declared,
}

/// <summary>The names that are known at a place, scope in scope: what they have become and how they came.</summary>
internal sealed class LocalScopes
{
    private readonly List<Dictionary<string, Local>> _scopes = [[]];

    public LocalScopes()
    {
    }

    private LocalScopes(LocalScopes other) => _scopes = [.. other._scopes.Select(s => s.ToDictionary(e => e.Key, e => e.Value with { }, StringComparer.Ordinal))];

    /// <summary>The innermost scope.</summary>
    public IReadOnlyDictionary<string, Local> Innermost => _scopes[^1];

    public LocalScopes Copy() => new(this);

    public void Push() => _scopes.Add(new Dictionary<string, Local>(StringComparer.Ordinal));

    public void Pop() => _scopes.RemoveAt(_scopes.Count - 1);

    public void Insert(string name, string becomes, Occurrence occurrence) => _scopes[^1][name] = new Local(becomes, occurrence) { Count = 1 };

    /// <summary>What a name has become in the innermost scope that knows it; null if none does.</summary>
    public Local? Find(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out var local))
            {
                return local;
            }
        }

        return null;
    }

    /// <summary>How a name came into the innermost scope.</summary>
    public Occurrence OccurrenceHere(string name) => _scopes[^1].TryGetValue(name, out var local) ? local.Occurrence : Occurrence.None;
}

/// <summary>A name that is known.</summary>
/// <param name="Name">What it has become; the name itself if it was not declared.</param>
/// <param name="Occurrence">How it came.</param>
internal sealed record Local(string Name, Occurrence Occurrence)
{
    /// <summary>How often it occurs.</summary>
    public int Count { get; set; }
}
