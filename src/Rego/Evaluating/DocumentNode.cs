using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>A place in the tree of all rules below <c>data</c>, ready to be evaluated.</summary>
internal sealed class DocumentNode(RegoValue[] path)
{
    private readonly Dictionary<RegoValue, DocumentNode> _children = [];
    private DocumentNode[]? _sorted;

    public RegoValue[] Path { get; } = path;

    /// <summary>The rules at this path; what they give hides base documents here. Null if there are none.</summary>
    public DocumentRules? Rules { get; set; }

    /// <summary>The nodes one step down, in the order of their keys.</summary>
    public DocumentNode[] Children
        => _sorted ??= [.. _children.Values.OrderBy(c => c.Path[^1])];

    public DocumentNode? Child(RegoValue key) => _children.GetValueOrDefault(key);

    public void Add(DocumentNode child) => _children.Add(child.Path[^1], child);

    /// <summary>Sorts now, so that evaluations only read.</summary>
    public void Freeze()
    {
        foreach (var child in Children)
        {
            child.Freeze();
        }
    }

    /// <summary>The whole document here: what the rules below give, merged with the base document, which wins where both say something.</summary>
    public RegoValue? Extent(EvaluationContext context, RegoValue? baseDocument)
    {
        var rules = RulesExtent(context);
        return baseDocument is null ? rules : Merge(baseDocument, rules);
    }

    private RegoObject RulesExtent(EvaluationContext context)
    {
        context.Descend();
        var made = new RegoObject.Builder(Children.Length);
        foreach (var child in Children)
        {
            // Where data is replaced rules do not count; the base document has the replacement.
            if (context.Scope.Targets?.Cover(child.Path) == true)
            {
                continue;
            }

            var value = child.Rules is null ? child.RulesExtent(context) : child.Rules.Evaluate(context);
            if (value is not null)
            {
                made.Set(child.Path[^1], value);
            }
        }

        context.Ascend();
        return made.Build();
    }

    // As deep as the shorter of the two: paths of rules, which are short, or of a rule's value, whose depth is limited.
    private static RegoValue Merge(RegoValue baseDocument, RegoValue virtualDocument)
    {
        if (baseDocument is not RegoObject { Count: > 0 } left || virtualDocument is not RegoObject right)
        {
            return baseDocument is RegoObject ? virtualDocument : baseDocument;
        }

        if (right.Count == 0)
        {
            return left;
        }

        var made = new RegoObject.Builder(left);
        foreach (var (key, value) in right)
        {
            made.Set(key, left.TryGet(key, out var other) ? Merge(other, value) : value);
        }

        return made.Build();
    }
}
