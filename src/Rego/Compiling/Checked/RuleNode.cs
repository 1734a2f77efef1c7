using System.Collections.Immutable;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Checked;

/// <summary>A place in the tree of all rules by their ground path below <c>data</c>. Immutable once the compiler is done.</summary>
internal sealed class RuleNode(ScalarTerm? key, RuleNode? parent)
{
    private readonly Dictionary<ScalarKey, RuleNode> _children = [];
    private readonly List<CheckedRule> _rules = [];

    /// <summary>The last step to here; null at the root.</summary>
    public ScalarTerm? Key { get; } = key;

    public RuleNode? Parent { get; } = parent;

    /// <summary>The rules whose ground path ends here, in the order of modules and sources; default rules among them.</summary>
    public IReadOnlyList<CheckedRule> Rules => _rules;

    public IReadOnlyCollection<RuleNode> Children => _children.Values;

    /// <summary>The same rules for the stages of the compiler.</summary>
    internal List<RuleDraft> Drafts { get; } = [];

    /// <summary>Whether a package starts here (it may have no rules).</summary>
    public bool IsPackage { get; internal set; }

    /// <summary>The node one step down, or null.</summary>
    public RuleNode? Child(ScalarTerm key) => _children.GetValueOrDefault(new ScalarKey(key));

    /// <summary>The node one step down, or null.</summary>
    public RuleNode? Child(string key) => _children.GetValueOrDefault(new ScalarKey(ScalarKind.String, key));

    /// <summary>The node at a path of strings, or null.</summary>
    public RuleNode? Find(ReadOnlySpan<string> path)
    {
        RuleNode? node = this;
        foreach (var step in path)
        {
            node = node?.Child(step);
        }

        return node;
    }

    internal RuleNode GetOrAdd(ScalarTerm key)
    {
        var scalarKey = new ScalarKey(key);
        if (!_children.TryGetValue(scalarKey, out var node))
        {
            _children.Add(scalarKey, node = new RuleNode(key, this));
        }

        return node;
    }

    internal void Add(CheckedRule rule) => _rules.Add(rule);
}

/// <summary>A scalar as a key: kind and text.</summary>
internal readonly record struct ScalarKey(ScalarKind Kind, string Text)
{
    public ScalarKey(ScalarTerm term)
        : this(
            term switch
            {
                NullTerm => ScalarKind.Null,
                BooleanTerm => ScalarKind.Boolean,
                NumberTerm => ScalarKind.Number,
                _ => ScalarKind.String,
            },
            term switch
            {
                BooleanTerm b => b.Value ? "true" : "false",
                NumberTerm n => n.Text,
                StringTerm s => s.Value,
                _ => "null",
            })
    {
    }
}

/// <summary>The kinds of scalars.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    String,
}
