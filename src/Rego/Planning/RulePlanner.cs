using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

/// <summary>Plans the rules of one path.</summary>
internal sealed class RulePlanner(Planner policy, DocumentRules rules, RuleNode node)
{
    private bool _isCostly;

    /// <summary>The object for the rules of a path, as yet without bodies.</summary>
    public static DocumentRules Declare(RuleNode node, int index, Values.RegoValue[] path)
    {
        var first = node.Rules[0];
        if (first.Kind == RuleKind.Function)
        {
            return new FunctionRules(index, path, first.Args.Length);
        }

        var isGround = node.Rules.All(r => r.Reference.Length == r.GroundLength);
        if (isGround)
        {
            return first.Kind == RuleKind.MultiValue ? new PartialSetRules(index, path) : new CompleteRules(index, path);
        }

        return new PartialObjectRules(index, path, All(node).Max(r => Head(r, path.Length).Count));
    }

    public void Plan()
    {
        switch (rules)
        {
            case FunctionRules function:
                PlanFunction(function);
                break;
            case CompleteRules complete:
                PlanComplete(complete);
                break;
            case PartialRules partial:
                PlanPartial(partial);
                break;
        }
    }

    private IEnumerable<CheckedRule> Ordinary => node.Rules.Where(r => !r.IsDefault);

    private void PlanComplete(CompleteRules complete)
    {
        complete.FirstIsEnough = HaveOneConstant();
        complete.Default = node.Rules.Where(r => r.IsDefault).Select(r => PlanBody(r, arguments: 0)).FirstOrDefault();
        complete.Bodies = RuleIndex.Make(policy, [.. Ordinary], r => PlanBody(r, arguments: 0));
    }

    private void PlanFunction(FunctionRules function)
    {
        function.FirstIsEnough = HaveOneConstant();
        function.Default = node.Rules.Where(r => r.IsDefault).Select(r => PlanBody(r, function.Arity)).FirstOrDefault();
        function.Bodies = RuleIndex.Make(policy, [.. Ordinary], r => PlanBody(r, function.Arity));
        function.IsRemembered = _isCostly;
        function.FrameSize = function.Bodies.All.Select(b => b.FrameSize)
            .Append(function.Default?.FrameSize ?? 0).Append(function.Arity).Max();
    }

    private void PlanPartial(PartialRules partial)
    {
        CheckedRule[] all = [.. partial is PartialSetRules ? Ordinary : All(node).Where(r => !r.IsDefault)];
        partial.Bodies = RuleIndex.Make(policy, all, r => PlanContribution(r, keys: 0));
        partial.KeyedBodies = [.. Enumerable.Range(1, partial.MaxKeys).Select(keys =>
            new Lazy<RuleSelection>(() => RuleIndex.Make(policy, all, r => PlanContribution(r, keys))))];
    }

    /// <summary>A body of a complete rule or function with its else branches.</summary>
    private RuleBody PlanBody(CheckedRule rule, int arguments)
    {
        var body = new BodyPlanner(policy);
        for (var i = 0; i < arguments; i++)
        {
            body.NewSlot();
        }

        var planned = PlanBranch(body, rule);
        _isCostly |= body.IsCostly;
        return planned;
    }

    // Else branches are a list in the source, but a list of thousands would be a deep recursion: they are linked from the last.
    private RuleBody PlanBranch(BodyPlanner body, CheckedRule rule)
    {
        var steps = new List<Step>();
        for (var branch = rule; branch is not null; branch = branch.Else)
        {
            for (var i = 0; i < branch.Args.Length; i++)
            {
                if (branch.Args[i] is CheckedVar { Variable: var variable } && !body.IsBound(variable))
                {
                    body.BindTo(variable, i);
                }
                else
                {
                    body.Unify(branch.Args[i], new PlannedTerm(new SlotExpression(i)));
                }
            }

            body.Plan(branch.Body, isRule: true);
            var isConstant = policy.Constants.TryGet(branch.Value!, out _);
            steps.Add(Observed(body, branch, new ResultStep(
                body.Compile(branch.Value!), isConstant, branch.Kind == RuleKind.Function, branch.Span)));
        }

        RuleBody? planned = null;
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            planned = new RuleBody(body.FrameSize, steps[i], planned);
        }

        return planned!;
    }

    private Step Observed(BodyPlanner body, CheckedRule rule, Step end)
    {
        if (!policy.Observe)
        {
            return body.End(end);
        }

        policy.Tells(rule.HeadSpan);
        return new ConditionStep(new BeforeCondition(rule.HeadSpan), body.End(new AfterStep(rule.HeadSpan, [], end)));
    }

    /// <summary>A body that adds to a set or object; the first keys of what it adds may be given.</summary>
    private RuleBody PlanContribution(CheckedRule rule, int keys)
    {
        var body = new BodyPlanner(policy);
        for (var i = 0; i < keys; i++)
        {
            body.NewSlot();
        }

        var head = Head(rule, rules.Path.Length);
        for (var i = 0; i < Math.Min(keys, head.Count); i++)
        {
            if (head[i] is CheckedVar { Variable: var variable } && !body.IsBound(variable))
            {
                body.BindTo(variable, i);
            }
            else if (CanBeMatched(body, head[i]))
            {
                body.Unify(head[i], new PlannedTerm(new SlotExpression(i)));
            }
        }

        body.Plan(rule.Body, isRule: true);
        var isElement = rule.Kind == RuleKind.MultiValue;
        var path = head.Take(isElement ? head.Count - 1 : head.Count).Select(body.Compile).ToArray();
        var value = body.Compile(isElement ? rule.Key! : rule.Value!);
        Step end = rules is PartialSetRules ? new AddStep(value) : new PutAtStep(path, value, isElement, rule.HeadSpan);
        var steps = Observed(body, rule, end);
        return new RuleBody(body.FrameSize, steps, null);
    }

    /// <summary>Whether a part of a head can be matched with a given key before the body has bound its variables.</summary>
    private static bool CanBeMatched(BodyPlanner body, CheckedTerm term) => term switch
    {
        CheckedScalar or CheckedVar => true,
        CheckedArray array => array.Elements.All(e => CanBeMatched(body, e)),
        CheckedObject pairs => pairs.Pairs.All(p => p.Key is CheckedScalar && CanBeMatched(body, p.Value)),
        _ => BodyPlanner.VariablesIn(term).All(body.IsBound) && term is CheckedSet,
    };

    /// <summary>Whether every body, else branches included, gives the same constant.</summary>
    private bool HaveOneConstant()
    {
        Values.RegoValue? only = null;
        foreach (var rule in Ordinary)
        {
            for (var branch = rule; branch is not null; branch = branch.Else)
            {
                if (!policy.Constants.TryGet(branch.Value!, out var value) || (only is not null && !only.Equals(value)))
                {
                    return false;
                }

                only = value;
            }
        }

        return true;
    }

    /// <summary>What a rule's head says below a path: the rest of its reference and, of a set, the element.</summary>
    private static List<CheckedTerm> Head(CheckedRule rule, int from)
        => rule.Kind == RuleKind.MultiValue ? [.. rule.Reference.Skip(from), rule.Key!] : [.. rule.Reference.Skip(from)];

    /// <summary>The rules of a path and of all below it.</summary>
    private static IEnumerable<CheckedRule> All(RuleNode node) => node.Rules.Concat(node.Children.SelectMany(All));
}
