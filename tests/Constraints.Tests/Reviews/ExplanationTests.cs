using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Reviews;

public class ExplanationTests
{
    private const string Rego = """
        package test
        violation[{"msg": "not db"}] {
          input.review.object.metadata.name != "db"
        }
        """;

    [Fact]
    public void ViolatedConstraint_ShowsHowTheRegoCameToIt()
    {
        var explanation = Explain(Make.Object(Make.Pod()), Make.Constraint(rego: Rego));

        Assert.Equal("Test/test: matches, 1 violation: deny", explanation.ToString());
        Assert.Equal("not db", Assert.Single(explanation.Violations).Message);
        Assert.Equal(
            """
            spec.targets[0].rego
                2  yes  violation[{"msg": "not db"}]
                3  yes  input.review.object.metadata.name != "db"

            """,
            explanation.Trace);
    }

    [Fact]
    public void SatisfiedConstraint_ShowsWhatDidNotHold()
    {
        var explanation = Explain(Make.Object(Make.Pod("db")), Make.Constraint(rego: Rego));

        Assert.Equal("Test/test: matches, no violations", explanation.ToString());
        Assert.Contains("3  no   input.review.object.metadata.name != \"db\"", explanation.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public void ConstraintThatDoesNotMatch_SaysWhy()
    {
        var explanation = Explain(Make.Object(Make.Pod()), Make.Constraint("""{"kinds": [{"kinds": ["Service"]}]}"""));

        Assert.Equal("Test/test: does not match, kinds: Pod is not among [*/Service]", explanation.ToString());
        Assert.Null(explanation.Trace);
        Assert.False(explanation.IsMatch);
    }

    [Fact]
    public void ConstraintThatIsEnforcedElsewhere_SaysWhere()
    {
        var explanation = Explain(Make.Object(Make.Pod()), Make.Constraint(spec: """
            {"enforcementAction": "scoped", "scopedEnforcementActions": [{"action": "deny", "enforcementPoints": [{"name": "audit.gatekeeper.sh"}]}]}
            """));

        Assert.Equal(
            "Test/test: matches, not enforced at validation.gatekeeper.sh: scopedEnforcementActions names [audit.gatekeeper.sh]", explanation.ToString());
    }

    [Fact]
    public void TemplateOfOtherOperations_SaysWhich()
    {
        var explanation = Explain(
            Make.Admission($$"""{"operation": "CREATE", "object": {{Make.Node}} }"""), Make.Constraint(operations: ["UPDATE", "DELETE"]));

        Assert.Equal("Test/test: matches, operations: CREATE is not among the template's [UPDATE, DELETE]", explanation.ToString());
    }

    [Fact]
    public void MatchThatCannotBeTold_SaysSo()
    {
        var explanation = Explain(
            Make.Object(Make.Pod()),
            Make.Constraint("""{"namespaceSelector": {"matchLabels": {"a": "b"} } }""", spec: """{"enforcementAction": "warn"}"""));

        Assert.Equal("Test/test: counts as violated, 1 violation (could not be told): warn", explanation.ToString());
        Assert.StartsWith("namespace selector for namespace-scoped object but missing Namespace", explanation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestThatCannotBeReviewed_SaysWhy()
    {
        var explanation = Explain(Make.Admission("""{"operation": "DELETE"}"""), Make.Constraint());

        Assert.Equal("oldObject cannot be nil for DELETE operations", explanation.Reason);
        Assert.Equal("Test/test: counts as violated, 1 violation (could not be told): deny", explanation.ToString());
    }

    private static ConstraintExplanation Explain(ReviewRequest request, Constraint constraint)
        => Assert.Single(ConstraintSet.Of([constraint]).Explain(request, Make.AtWebhook));
}
