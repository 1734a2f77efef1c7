using System.Runtime.CompilerServices;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>
/// Numbers for rules in the order of their tree, parents first. What stands at a place and below it is one range of numbers then, however much it is.
/// </summary>
internal sealed class RuleOrder
{
    private readonly Dictionary<RuleNode, Place> _places = [];
    private readonly RuleNode _root;

    /// <summary>Numbers some rules of each place.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="of">The rules of a place.</param>
    /// <param name="rules">Where the rules are added; their number is their place in it.</param>
    public RuleOrder(RuleNode root, Func<RuleNode, IEnumerable<RuleDraft>> of, List<RuleDraft> rules)
    {
        _root = root;
        var nodes = RuleTree.All(root).ToList();
        foreach (var node in nodes)
        {
            var start = rules.Count;
            rules.AddRange(of(node));
            _places.Add(node, new Place(start, rules.Count, rules.Count));
        }

        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].Children.Count > 0)
            {
                _places[nodes[i]] = _places[nodes[i]] with { End = _places[nodes[i].Children.Last()].End };
            }
        }
    }

    /// <summary>Adds the rules whose value a reference may touch, as far as its constants tell: in ascending order, none twice.</summary>
    public void Collect(ReadOnlySpan<Term> path, List<RuleRange> found)
    {
        if (!path.IsEmpty && path[0] is VarTerm { Name: "data" })
        {
            Collect(_root, path[1..], found, found.Count);
        }
    }

    private void Collect(RuleNode node, ReadOnlySpan<Term> path, List<RuleRange> found, int first)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (; !path.IsEmpty && path[0] is ScalarTerm scalar; path = path[1..])
        {
            if (node.Child(scalar) is not { } child)
            {
                return;
            }

            node = child;
            Add(found, first, _places[node].Own);
        }

        if (path.IsEmpty)
        {
            Add(found, first, _places[node].All);
        }
        else if (path.Length == 1 && !IsConstant(path[0]))
        {
            Add(found, first, _places[node].Below);
        }
        else if (!IsConstant(path[0]))
        {
            foreach (var child in node.Children)
            {
                Add(found, first, _places[child].Own);
                Collect(child, path[1..], found, first);
            }
        }
    }

    /// <summary>Adds a range to those from a first one on; one that goes on where the last ends makes that one longer.</summary>
    private static void Add(List<RuleRange> found, int first, RuleRange range)
    {
        if (range.Start == range.End)
        {
            return;
        }

        if (found.Count > first && range.Start <= found[^1].End)
        {
            found[^1] = found[^1] with { End = Math.Max(found[^1].End, range.End) };
        }
        else
        {
            found.Add(range);
        }
    }

    // No rule has a name that is an array, an object or a set.
    private static bool IsConstant(Term term) => term is ArrayTerm or ObjectTerm or SetTerm && Terms.IsGround(term) && !TermShape.RequiresEvaluation(term);

    private readonly record struct Place(int Start, int OwnEnd, int End)
    {
        public RuleRange Own => new(Start, OwnEnd);

        public RuleRange Below => new(OwnEnd, End);

        public RuleRange All => new(Start, End);
    }
}

/// <summary>Rules whose numbers follow each other.</summary>
internal readonly record struct RuleRange(int Start, int End);
