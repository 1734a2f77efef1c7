using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>A name with an asterisk at its beginning, its end, or both (Gatekeeper's <c>pkg/wildcard</c>). An asterisk elsewhere is
/// a character like any other.</summary>
internal readonly struct Wildcard
{
    private readonly string _part;
    private readonly bool _before; // anything may stand before the part
    private readonly bool _after;

    public Wildcard(string text)
    {
        Text = text;
        _before = text.StartsWith('*');
        _after = text.EndsWith('*');
        _part = text == "*" ? "" : text[(_before ? 1 : 0)..^(_after ? 1 : 0)];
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether only the text itself matches.</summary>
    public bool IsExact => !_before && !_after;

    /// <summary>Whether a name matches.</summary>
    public bool Matches(string name) => (_before, _after) switch
    {
        (true, true) => name.Contains(_part, StringComparison.Ordinal),
        (true, false) => name.EndsWith(_part, StringComparison.Ordinal),
        (false, true) => name.StartsWith(_part, StringComparison.Ordinal),
        _ => name == _part,
    };

    /// <summary>Whether every name that the API server makes from a prefix matches, as far as the prefix tells.</summary>
    public bool MatchesGenerated(string generateName) => _after && Matches(generateName);

    /// <summary>Quoted.</summary>
    public override string ToString() => new RegoString(Text).ToString();
}
