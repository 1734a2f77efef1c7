using System.Globalization;
using System.Text;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tracing;

/// <summary>
/// Watches evaluations and tells afterwards what happened: which expressions held and which did not, with which values, and which
/// lines were reached. For one evaluation at a time; used for several, it covers all of them together.
/// </summary>
public sealed class RegoTracer : IEvaluationObserver
{
    // Of an expression that holds a thousand times the first few ways are enough to understand it.
    private const int MaxShown = 3;
    private const int MaxValueLength = 100;

    private readonly Dictionary<SourceSpan, Seen> _seen = [];
    private readonly List<string> _notes = [];

    /// <summary>What builtins such as <c>trace</c> noted.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _seen.Clear();
        _notes.Clear();
    }

    /// <summary>
    /// What was evaluated, module by module in the order of the source: for each expression whether it held, how often, and the first
    /// values of its variables.
    /// </summary>
    /// <param name="isShown">Which modules to show, by name; null (the default) for all. The query itself is named <c>query</c>.</param>
    public string Explain(Func<string, bool>? isShown = null)
    {
        var text = new StringBuilder();
        foreach (var module in _seen.GroupBy(s => s.Key.Source!).Where(m => isShown is null || isShown(m.Key.Name)))
        {
            text.Append(module.Key.Name).Append('\n');
            foreach (var (span, seen) in module.OrderBy(s => s.Key.Start).ThenByDescending(s => s.Key.End))
            {
                Append(text, span, seen);
            }
        }

        foreach (var note in _notes)
        {
            text.Append("note: ").Append(note).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Which lines of a policy's modules the evaluations have reached.</summary>
    /// <param name="policy">The policy that was evaluated.</param>
    /// <returns>All its modules with rules, in the order of their names. Each of their lines with an expression or a rule head is
    /// in one list.</returns>
    public IReadOnlyList<RegoCoverage> Coverage(RegoPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. policy.Observable
            .Where(span => span.Source is not null)
            .GroupBy(span => span.Source!)
            .OrderBy(module => module.Key.Name, StringComparer.Ordinal)
            .Select(CoverageOf)];
    }

    internal void Note(string note) => _notes.Add(note);

    void IEvaluationObserver.Before(SourceSpan expression) => SeenAt(expression).Tried++;

    void IEvaluationObserver.After(SourceSpan expression, ReadOnlySpan<(string Name, RegoValue Value)> variables)
    {
        var seen = SeenAt(expression);
        seen.Held++;
        if (variables.Length > 0 && seen.Values.Count < MaxShown)
        {
            seen.Values.Add(string.Join(", ", variables.ToArray().Select(v => $"{v.Name} = {Short(v.Value)}")));
        }
    }

    private Seen SeenAt(SourceSpan span)
    {
        if (!_seen.TryGetValue(span, out var seen))
        {
            _seen.Add(span, seen = new Seen());
        }

        return seen;
    }

    private static void Append(StringBuilder text, SourceSpan span, Seen seen)
    {
        var line = span.Source!.Text.AsSpan(span.Start..span.End);
        var end = line.IndexOfAny('\r', '\n');
        var shown = end < 0 ? line.ToString() : line[..end].ToString() + " …";
        var verdict = (seen.Tried, seen.Held) switch
        {
            (_, 0) => "no ",
            (1, 1) => "yes",
            _ => string.Create(CultureInfo.InvariantCulture, $"yes, {seen.Held} from {seen.Tried}"),
        };
        text.Append(CultureInfo.InvariantCulture, $"{span.Line,5}  {verdict}  {shown}");
        foreach (var values in seen.Values)
        {
            text.Append("\n              ").Append(values);
        }

        if (seen.Values.Count == MaxShown && seen.Held > MaxShown)
        {
            text.Append("\n              …");
        }

        text.Append('\n');
    }

    private static string Short(RegoValue value)
    {
        var text = value.ToString();
        return text.Length <= MaxValueLength ? text : string.Concat(text.AsSpan(0, MaxValueLength), "…");
    }

    private RegoCoverage CoverageOf(IGrouping<SourceText, SourceSpan> module)
    {
        // Of several expressions in a line the best known one speaks for it.
        var lines = module.GroupBy(span => span.Line).OrderBy(line => line.Key).ToLookup(line => line.Max(Reached), line => line.Key);
        return new(module.Key.Name, [.. lines[Reach.Held]], [.. lines[Reach.Tried]], [.. lines[Reach.Never]]);
    }

    private Reach Reached(SourceSpan span)
        => !_seen.TryGetValue(span, out var seen) ? Reach.Never : seen.Held > 0 ? Reach.Held : Reach.Tried;

    private enum Reach
    {
        Never,
        Tried,
        Held,
    }

    private sealed class Seen
    {
        public int Tried { get; set; }

        public int Held { get; set; }

        public List<string> Values { get; } = [];
    }
}

/// <summary>What evaluations reached of a module.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Covered">The lines, from 1, with an expression or rule head that held.</param>
/// <param name="NeverHeld">The lines with an expression that was evaluated and never held.</param>
/// <param name="NeverReached">The lines of which nothing was evaluated.</param>
public sealed record RegoCoverage(
    string Module, IReadOnlyList<int> Covered, IReadOnlyList<int> NeverHeld, IReadOnlyList<int> NeverReached);
