using System.Collections.Immutable;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Planning;

/// <summary>All rules of a policy, ready to be evaluated. Immutable, and shared by all evaluations.</summary>
internal sealed class PolicyPlan(DocumentNode documents, int ruleCount, ImmutableArray<SourceSpan> observable, Planner planner)
{
    public DocumentNode Documents { get; } = documents;

    /// <summary>How many rules by path there are: how many results a scope has to remember.</summary>
    public int RuleCount { get; } = ruleCount;

    /// <summary>All expressions and rule heads that an observer may be told of; none if the plan tells nothing.</summary>
    public ImmutableArray<SourceSpan> Observable { get; } = observable;

    /// <summary>What plans queries about the policy.</summary>
    public Planner Planner { get; } = planner;
}
