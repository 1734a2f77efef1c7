namespace Bouncer.ImagePolicy.Deciding;

/// <summary>Collects the names of the rules that admitted the images of one review. Nearly always it is one rule for all
/// of them, and then nothing is allocated: the rule brings its own list of one.</summary>
internal struct AdmittingRules
{
    private string[]? _only;
    private SortedSet<string>? _several;

    public void Add(string[] name)
    {
        if (_only is null)
        {
            _only = name;
        }
        else if (!ReferenceEquals(_only, name))
        {
            _several ??= new(StringComparer.Ordinal) { _only[0] };
            _several.Add(name[0]);
        }
    }

    public readonly IReadOnlyList<string> ToList() => _several is not null ? [.. _several] : _only ?? [];
}
