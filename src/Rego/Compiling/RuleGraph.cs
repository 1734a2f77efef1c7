using Bouncer.Rego.Compiling.Checked;

namespace Bouncer.Rego.Compiling;

/// <summary>Which rules a rule depends on, else branches counted apart.</summary>
internal sealed class RuleGraph
{
    private readonly Dictionary<RuleDraft, HashSet<RuleDraft>> _dependencies;

    private RuleGraph(Dictionary<RuleDraft, HashSet<RuleDraft>> dependencies) => _dependencies = dependencies;

    public static RuleGraph Empty { get; } = new([]);

    public static void Build(Compilation compilation)
    {
        var dependencies = new Dictionary<RuleDraft, HashSet<RuleDraft>>();
        foreach (var rule in compilation.AllRules)
        {
            var found = new HashSet<RuleDraft>();
            foreach (var reference in ExpressionWalker.References(rule))
            {
                RuleTree.Collect(compilation.Rules, reference.Path.AsSpan(), found);
            }

            foreach (var first in found.ToArray())
            {
                for (var otherwise = first.Else; otherwise is not null; otherwise = otherwise.Else)
                {
                    found.Add(otherwise);
                }
            }

            dependencies[rule] = found;
        }

        compilation.Graph = new RuleGraph(dependencies);
    }

    /// <summary>The rules a rule depends on at once.</summary>
    public IReadOnlySet<RuleDraft> Of(RuleDraft rule) => _dependencies[rule];

    /// <summary>All rules, each behind those it depends on. Without meaning if rules depend on themselves.</summary>
    public List<RuleDraft> Sorted()
    {
        var sorted = new List<RuleDraft>(_dependencies.Count);
        var entered = new HashSet<RuleDraft>();
        var stack = new Stack<(RuleDraft Rule, IEnumerator<RuleDraft> Dependencies)>();
        foreach (var start in _dependencies.Keys)
        {
            if (!entered.Add(start))
            {
                continue;
            }

            stack.Push((start, _dependencies[start].GetEnumerator()));
            while (stack.TryPeek(out var top))
            {
                if (!top.Dependencies.MoveNext())
                {
                    sorted.Add(top.Rule);
                    stack.Pop();
                }
                else if (entered.Add(top.Dependencies.Current))
                {
                    stack.Push((top.Dependencies.Current, _dependencies[top.Dependencies.Current].GetEnumerator()));
                }
            }
        }

        return sorted;
    }

    /// <summary>Whether no rule depends on itself.</summary>
    public bool IsAcyclic()
    {
        var places = new Dictionary<RuleDraft, int>();
        foreach (var rule in Sorted())
        {
            places[rule] = places.Count;
        }

        // Depth first, what a rule depends on is done before it unless it leads back to it.
        return _dependencies.All(entry => entry.Value.All(d => places[d] < places[entry.Key]));
    }

    /// <summary>A way from a rule back to itself, the rule at both ends; empty if there is none.</summary>
    public List<RuleDraft> CycleFrom(RuleDraft start)
    {
        var path = new List<RuleDraft> { start };
        var visited = new HashSet<RuleDraft>();
        var stack = new Stack<IEnumerator<RuleDraft>>();
        stack.Push(_dependencies[start].GetEnumerator());
        while (stack.TryPeek(out var rest))
        {
            if (!rest.MoveNext())
            {
                stack.Pop();
                path.RemoveAt(path.Count - 1);
            }
            else if (ReferenceEquals(rest.Current, start))
            {
                path.Add(start);
                return path;
            }
            else if (visited.Add(rest.Current))
            {
                path.Add(rest.Current);
                stack.Push(_dependencies[rest.Current].GetEnumerator());
            }
        }

        return [];
    }
}
