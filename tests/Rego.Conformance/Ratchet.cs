namespace Bouncer.Rego.Conformance;

/// <summary>
/// The lists of one suite: the cases that pass, and a reason for each that does not. What passes may not fail again, and what
/// passes newly is to be written down.
/// </summary>
internal sealed class Ratchet(string suite)
{
    private readonly string _passing = Path.Combine(Suites.Lists, suite + ".passing.txt");
    private readonly string _gaps = Path.Combine(Suites.Lists, suite + ".gaps.txt");

    /// <summary>What is wrong with the lists after a run; empty if nothing.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyList<CaseResult> results)
    {
        var passing = Lines(_passing).ToHashSet(StringComparer.Ordinal);
        var gaps = Gaps();
        var problems = new List<string>();
        foreach (var result in results)
        {
            var id = result.Case.Id;
            if (result.Passed && !passing.Contains(id))
            {
                problems.Add($"{id} passes and is not in the list");
            }
            else if (!result.Passed && passing.Contains(id))
            {
                problems.Add($"{id} passed before: wanted {result.Wanted}, came {result.Came}");
            }
            else if (!result.Passed && !gaps.ContainsKey(id))
            {
                problems.Add($"{id} fails without a reason in {Path.GetFileName(_gaps)}: wanted {result.Wanted}, came {result.Came}");
            }
        }

        var known = results.Select(r => r.Case.Id).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(passing.Concat(gaps.Keys).Where(id => !known.Contains(id)).Select(id => $"{id} is in a list and is no case"));
        problems.AddRange(passing.Where(gaps.ContainsKey).Select(id => $"{id} passes and has a reason why it does not"));
        return problems;
    }

    /// <summary>Writes the list of the cases that pass, and drops the reasons of those.</summary>
    public void Update(IReadOnlyList<CaseResult> results)
    {
        Directory.CreateDirectory(Suites.Lists);
        File.WriteAllLines(_passing, results.Where(r => r.Passed).Select(r => r.Case.Id).Order(StringComparer.Ordinal));
        var gaps = Gaps();
        File.WriteAllLines(_gaps, results.Where(r => !r.Passed)
            .Select(r => $"{r.Case.Id}\t{gaps.GetValueOrDefault(r.Case.Id, "")}").Order(StringComparer.Ordinal));
    }

    // A gap is a case's id, a tab and the reason. Without a reason it is none.
    private Dictionary<string, string> Gaps()
        => Lines(_gaps).Select(line => line.Split('\t', 2)).Where(p => p.Length == 2 && p[1].Trim().Length > 0)
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string file)
        => File.Exists(file) ? File.ReadLines(file).Where(line => line.Length > 0 && !line.StartsWith('#')) : [];
}
