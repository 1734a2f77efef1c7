using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>Building the tree of rules and finding places in it.</summary>
internal static class RuleTree
{
    public static void Build(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            var package = compilation.Rules;
            foreach (var step in module.Package.AsSpan()[1..])
            {
                package = package.GetOrAdd((ScalarTerm)step);
            }

            package.IsPackage = true;
            foreach (var rule in module.Rules)
            {
                var node = compilation.Rules;
                foreach (var step in rule.Path.AsSpan()[1..])
                {
                    if (step is not ScalarTerm scalar)
                    {
                        break;
                    }

                    node = node.GetOrAdd(scalar);
                }

                node.Drafts.Add(rule);
                for (var current = rule; current is not null; current = current.Else)
                {
                    current.Node = node;
                }
            }
        }
    }

    /// <summary>The place at a reference that starts with <c>data</c> and goes on with constants; null if there is none.</summary>
    public static RuleNode? Find(RuleNode root, ReadOnlySpan<Term> path)
    {
        if (path.IsEmpty || path[0] is not VarTerm { Name: "data" })
        {
            return null;
        }

        RuleNode? node = root;
        foreach (var step in path[1..])
        {
            node = step is ScalarTerm scalar ? node.Child(scalar) : null;
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    /// <summary>All rules whose value a reference may touch, as far as its constants tell.</summary>
    public static void Collect(RuleNode root, ReadOnlySpan<Term> path, HashSet<RuleDraft> found)
    {
        if (!path.IsEmpty && path[0] is VarTerm { Name: "data" })
        {
            Walk(root, path[1..], found);
        }
    }

    /// <summary>A place and all below it, parents first.</summary>
    public static IEnumerable<RuleNode> All(RuleNode root)
    {
        var waiting = new Stack<RuleNode>([root]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children.Reverse())
            {
                waiting.Push(child);
            }
        }
    }

    // No rule has a name that is an array, an object or a set.
    private static bool IsConstant(Term term) => term is ArrayTerm or ObjectTerm or SetTerm && Terms.IsGround(term) && !TermShape.RequiresEvaluation(term);

    private static void Walk(RuleNode node, ReadOnlySpan<Term> path, HashSet<RuleDraft> found)
    {
        if (path.IsEmpty)
        {
            foreach (var descendant in All(node))
            {
                found.UnionWith(descendant.Drafts);
            }
        }
        else if (path[0] is ScalarTerm scalar)
        {
            if (node.Child(scalar) is { } child)
            {
                found.UnionWith(child.Drafts);
                Walk(child, path[1..], found);
            }
        }
        else if (!IsConstant(path[0]))
        {
            foreach (var child in node.Children)
            {
                found.UnionWith(child.Drafts);
                Walk(child, path[1..], found);
            }
        }
    }
}
