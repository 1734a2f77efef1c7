namespace Bouncer.Rego.Compiling;

/// <summary>
/// Which rules a rule depends on, else branches counted apart. A reference to a document is one edge, or a few, to all the rules that
/// make the document: many rules that look through many others are as many edges, and not the product.
/// </summary>
internal sealed class RuleGraph
{
    private readonly List<RuleDraft> _rules;
    private readonly Dictionary<RuleDraft, int> _numbers = [];
    private readonly List<RuleRange>[] _dependencies;

    private RuleGraph(List<RuleDraft> rules)
    {
        _rules = rules;
        _dependencies = new List<RuleRange>[rules.Count];
        for (var i = 0; i < rules.Count; i++)
        {
            _numbers.Add(rules[i], i);
            _dependencies[i] = [];
        }
    }

    public static RuleGraph Empty { get; } = new([]);

    /// <summary>All rules, each behind those it depends on. Without meaning if rules depend on themselves.</summary>
    public List<RuleDraft> Sorted { get; } = [];

    /// <summary>Whether no rule depends on itself.</summary>
    public bool IsAcyclic { get; private set; } = true;

    /// <summary>How many edges there are.</summary>
    public int EdgeCount => _dependencies.Sum(d => d.Count);

    public static void Build(Compilation compilation)
    {
        var rules = new List<RuleDraft>();
        var firsts = new RuleOrder(compilation.Rules, node => node.Drafts, rules);
        var otherwise = new RuleOrder(compilation.Rules, node => node.Drafts.SelectMany(ElseBranches), rules);
        var graph = new RuleGraph(rules);
        foreach (var rule in compilation.AllRules)
        {
            var references = ExpressionWalker.References(rule);
            var found = graph._dependencies[graph._numbers[rule]];
            references.ForEach(r => firsts.Collect(r.Path.AsSpan(), found));
            references.ForEach(r => otherwise.Collect(r.Path.AsSpan(), found));
        }

        graph.Sort(compilation.AllRules);
        compilation.Graph = graph;
    }

    /// <summary>A way from a rule back to itself, the rule at both ends; empty if there is none.</summary>
    public List<RuleDraft> CycleFrom(RuleDraft start)
    {
        var unseen = new NumberSet(_rules.Count);
        var path = new Stack<Visit>([new Visit(_numbers[start])]);
        while (path.TryPeek(out var last))
        {
            if (Next(last, unseen) is not { } next)
            {
                path.Pop();
            }
            else if (ReferenceEquals(_rules[next], start))
            {
                return [.. path.Reverse().Select(visit => _rules[visit.Rule]), start];
            }
            else
            {
                unseen.Remove(next);
                path.Push(new Visit(next));
            }
        }

        return [];
    }

    private void Sort(IEnumerable<RuleDraft> starts)
    {
        var unseen = new NumberSet(_rules.Count);
        var unsorted = new NumberSet(_rules.Count);
        var path = new Stack<Visit>();
        foreach (var start in starts.Select(rule => _numbers[rule]).Where(unseen.Remove))
        {
            path.Push(new Visit(start));
            while (path.TryPeek(out var last))
            {
                if (Next(last, unseen) is { } next)
                {
                    unseen.Remove(next);
                    path.Push(new Visit(next));
                    continue;
                }

                // What it depends on is sorted by now, unless that leads back to it.
                IsAcyclic &= Next(new Visit(last.Rule), unsorted) is null;
                unsorted.Remove(last.Rule);
                Sorted.Add(_rules[last.Rule]);
                path.Pop();
            }
        }
    }

    /// <summary>What comes next of that which a rule depends on and which is in a set; null if there is no more.</summary>
    private int? Next(Visit visit, NumberSet of)
    {
        var dependencies = _dependencies[visit.Rule];
        for (; visit.Edge < dependencies.Count; visit.Edge++)
        {
            var next = of.From(dependencies[visit.Edge].Start);
            if (next < dependencies[visit.Edge].End)
            {
                return next;
            }
        }

        return null;
    }

    private static IEnumerable<RuleDraft> ElseBranches(RuleDraft rule)
    {
        for (var branch = rule.Else; branch is not null; branch = branch.Else)
        {
            yield return branch;
        }
    }

    /// <summary>A rule on the way, and how far its edges have been followed.</summary>
    private sealed class Visit(int rule)
    {
        public int Rule { get; } = rule;

        public int Edge { get; set; }
    }
}
