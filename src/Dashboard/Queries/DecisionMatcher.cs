using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Queries;

/// <summary>A filter, prepared to be asked many times.</summary>
internal sealed class DecisionMatcher(DecisionFilter filter)
{
    private readonly string[] _words = filter.Text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether the filter lets a decision through. What is quick to compare comes first.</summary>
    public bool Matches(Decision decision)
        => (filter.Window is not { } window || window.Contains(decision.Time))
            && (filter.Outcomes is not { } outcomes || outcomes.Contains(decision.Outcome))
            && Equals(filter.Service, decision.Service)
            && Equals(filter.Namespace, decision.Namespace)
            && Contains(decision.Rules, filter.Rule)
            && Contains(decision.Registries, filter.Registry)
            && Contains(decision.Images, filter.Image)
            && HasAllWords(decision);

    private static bool Equals(string? wanted, string text) => wanted is null || wanted == text;

    private static bool Contains(IReadOnlyList<string> texts, string? wanted)
    {
        if (wanted is null)
        {
            return true;
        }

        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasAllWords(Decision decision)
    {
        foreach (var word in _words)
        {
            if (!Has(decision, word))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Has(Decision decision, string word)
        => Has(decision.Images, word)
            || Has(decision.Name, word)
            || Has(decision.Namespace, word)
            || Has(decision.Reason, word)
            || Has(decision.Rules, word)
            || Has(decision.Kind, word)
            || Has(decision.Service, word)
            || Has(decision.Id, word)
            || Has(decision.PolicyVersion, word)
            || Has(decision.Operation, word)
            || decision.TraceId is { IsNone: false } trace && word.Length == 2 * TraceId.Bytes && Has(trace.ToString(), word);

    private static bool Has(IReadOnlyList<string> texts, string word)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (Has(texts[i], word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
