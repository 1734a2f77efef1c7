using System.Collections.Immutable;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Planning;

/// <summary>
/// Turns checked modules into what is evaluated. First every path that has rules gets its object, so that rules can refer to one
/// another; then the bodies are planned.
/// </summary>
internal sealed class Planner
{
    private readonly Dictionary<RuleNode, DocumentRules> _rules = [];
    private readonly List<(DocumentRules Rules, RuleNode Node)> _unplanned = [];
    private HashSet<SourceSpan>? _observable = [];

    private Planner(bool observe) => Observe = observe;

    /// <summary>Whether the plan tells an observer what it does. Plans that do not spend nothing on it.</summary>
    public bool Observe { get; }

    public Constants Constants { get; } = new();

    /// <summary>The root of all rules.</summary>
    public DocumentNode Documents { get; private set; } = new([]);

    /// <summary>Plans a policy.</summary>
    /// <exception cref="PlanningException">The modules need something that cannot be planned.</exception>
    public static PolicyPlan Plan(CheckedModules modules, bool observe)
    {
        var planner = new Planner(observe);
        planner.Documents = planner.Declare(modules.Rules, []);
        planner.Documents.Freeze();
        foreach (var (rules, node) in planner._unplanned)
        {
            new RulePlanner(planner, rules, node).Plan();
        }

        ImmutableArray<SourceSpan> observable = [.. planner._observable ?? []];
        planner._observable = null; // Queries are planned by several threads, and are no part of the policy.
        return new PolicyPlan(planner.Documents, planner._unplanned.Count, observable, planner);
    }

    /// <summary>Notes that the plan tells an observer of this expression or rule head.</summary>
    public void Tells(SourceSpan span) => _observable?.Add(span);

    /// <summary>The rules that a call calls.</summary>
    public DocumentRules Rules(RuleCallee callee) => _rules[callee.Node];

    /// <summary>Whether no rules are at, above or below a constant path.</summary>
    public bool IsBaseDocument(ImmutableArray<CheckedTerm> path)
    {
        var node = Documents;
        foreach (var step in path)
        {
            if (!Constants.TryGet(step, out var key) || node.Child(key) is not { } child)
            {
                return true;
            }

            if (child.Rules is not null)
            {
                return false;
            }

            node = child;
        }

        return false;
    }

    public static BuiltinEntry Builtin(BuiltinCallee callee, SourceSpan span)
        => BuiltinTable.ByName.TryGetValue(callee.Name, out var entry) && (entry.Implementation is not null || entry.Relation is not null)
            ? entry
            : throw new PlanningException($"builtin {callee.Name} is not provided here", span);

    private DocumentNode Declare(RuleNode node, Values.RegoValue[] path)
    {
        var document = new DocumentNode(path);
        if (node.Rules.Count > 0)
        {
            var rules = RulePlanner.Declare(node, _unplanned.Count, path);
            document.Rules = rules;
            _rules.Add(node, rules);
            _unplanned.Add((rules, node));

            // The rules below a partial object belong to it.
            if (rules is PartialRules)
            {
                return document;
            }
        }

        foreach (var child in node.Children)
        {
            document.Add(Declare(child, [.. path, Constants.Of(child.Key!)]));
        }

        return document;
    }
}
