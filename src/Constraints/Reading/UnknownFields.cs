namespace Bouncer.Constraints.Reading;

/// <summary>Refuses fields that nobody reads: a policy whose parts are not read looks as if it were in force.</summary>
/// <param name="places">Where fields belong that are often at the wrong place, by their names.</param>
internal sealed class UnknownFields(IReadOnlyDictionary<string, string> places)
{
    /// <summary>Whether a field with this name is known, but at another place.</summary>
    public bool BelongsElsewhere(string field) => places.ContainsKey(field);

    /// <summary>Adds the problem of a field.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="path">Its path.</param>
    /// <param name="known">The names that are known there.</param>
    /// <param name="problems">Takes the problem.</param>
    public void Refuse(string field, string path, IEnumerable<string> known, ProblemList problems)
    {
        path = Shown.Plain(path);
        var message = $"unknown fields: [{path}]";
        if (places.TryGetValue(field, out var place) && place != path)
        {
            message += $": {field} belongs under {place[..place.LastIndexOf('.')]}, as {place}";
        }
        else if (Spelling.Nearest(field, known) is { } nearest)
        {
            message += $": did you mean {nearest}?";
        }

        problems.Add(ProblemCode.Conversion, message, path);
    }
}
