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
}
