using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego;

namespace Bouncer.Constraints.Tests.Reviews;

public class ConstraintSetTests
{
    [Fact]
    public void Violation_HasMessageAndDetails()
    {
        var violation = Assert.Single(Violations("""
            package test
            violation[{"msg": msg, "details": {"name": input.review.object.metadata.name}}] {
              msg := sprintf("%v is not %v", [input.review.object.metadata.name, input.parameters.wanted])
            }
            """));

        Assert.Equal("web is not db", violation.Message);
        Assert.Equal("[test] web is not db", violation.ToString());
        Assert.Equal(Make.Json("""{"name": "web"}"""), violation.Details);
        Assert.Equal(EnforcementAction.Deny, violation.Action);
        Assert.Null(violation.Error);
    }

    [Fact]
    public void Details_AreEmptyByDefault() => Assert.Equal(Make.Json("{}"), Assert.Single(Violations(Make.AlwaysViolated)).Details);

    [Fact]
    public void EqualViolations_AreOne()
    {
        var violations = Violations("""
            package test
            violation[{"msg": "same", "details": {"a": 1}}] { true }
            violation[{"msg": "same", "details": {"a": 1}, "by": input.review.object.kind}] { true }
            violation[{"msg": "same", "details": {"a": 2}}] { true }
            violation[{"msg": "same"}] { true }
            violation[{"msg": "same", "details": {}}] { true }
            """);

        Assert.Equal(["{}", """{"a": 1}""", """{"a": 2}"""], violations.Select(v => v.Details.ToString()));
    }

    [Fact]
    public void NumbersInMessages_ArePrintedInFull()
    {
        // Gatekeeper reads requests by way of float64 and prints 1e+06 here.
        var violation = Assert.Single(Violations("""
            package test
            violation[{"msg": sprintf("%v", [input.review.object.number])}] { true }
            """, """{"apiVersion": "v1", "kind": "Pod", "number": 1000000}"""));

        Assert.Equal("1000000", violation.Message);
    }

    [Theory]
    [InlineData("""violation[{"message": "x"}] { true }""", "template Test: no binding for msg: the violation is {\"message\": \"x\"}, want an object with \"msg\"")]
    [InlineData("""violation["x"] { true }""", "template Test: no binding for msg: the violation is \"x\", want an object with \"msg\"")]
    [InlineData("""violation[{"msg": 5}] { true }""", "template Test: message binding was number but want string: \"msg\" of the violation is 5")]
    [InlineData("violation = true { true }", "template Test: the rule \"violation\" is boolean true, want a set of objects with \"msg\"")]
    public void WhatIsNoViolation_IsAnErrorThatDenies(string rule, string message)
    {
        var violation = Assert.Single(Violations($"package test\n{rule}"));

        Assert.Equal(message, violation.Message);
        Assert.Equal("violation_error", violation.Error?.Code);
        Assert.Equal(EnforcementAction.Deny, violation.Action);
    }

    [Fact]
    public void WrongMessage_LeavesOtherConstraintsTheirViolations()
    {
        var result = Make.Review(
            Make.Object(Make.Pod()),
            Make.Constraint(name: "good"),
            Make.Constraint(name: "bad", rego: "package test\nviolation[{\"msg\": 5}] { true }"));

        Assert.Equal(["good", "bad"], result.Violations.Select(v => v.Constraint.Name));
    }

    [Fact]
    public void EvaluationThatEndsInAnError_IsAViolationInItsWords()
    {
        var violation = Assert.Single(Violations("""
            package test
            violation[{"msg": "x"}] { value == 3 }
            value = 1 { input.review.object.kind }
            value = 2 { input.review.object.kind }
            """));

        Assert.Equal("spec.targets[0].rego:4: eval_conflict_error: complete rules must not produce multiple outputs", violation.Message);
        Assert.Equal("eval_conflict_error", violation.Error?.Code);
    }

    [Fact]
    public void EvaluationThatHitsALimit_IsAViolation()
    {
        var constraint = Make.Constraint(rego: """
            package test
            violation[{"msg": "x"}] { numbers.range(1, 1000)[_] + numbers.range(1, 1000)[_] == 0 }
            """);

        var result = ConstraintSet.Of([constraint]).Review(
            Make.Object(Make.Pod()), Make.AtWebhook with { Limits = new RegoLimits { Steps = 10_000 } });

        var violation = Assert.Single(result.Violations);
        Assert.Equal("eval_limit_error", violation.Error?.Code);
        Assert.Equal(violation.Error?.ToString(), violation.Message);
        Assert.Equal(EnforcementAction.Deny, violation.Action);
    }

    [Fact]
    public void CancelledReview_DeniesWithEveryConstraintThatMatches()
    {
        var result = ConstraintSet.Of([Make.Constraint(name: "a"), Make.Constraint(name: "b"), Make.Constraint("""{"name": "db"}""", name: "c")])
            .Review(Make.Object(Make.Pod()), Make.AtWebhook with { Cancellation = new CancellationToken(canceled: true) });

        Assert.Equal(
            ["[a] eval_cancel_error: caller cancelled query execution", "[b] eval_cancel_error: caller cancelled query execution"],
            result.Violations.Select(v => v.ToString()));
    }

    [Theory]
    [InlineData("deny", EnforcementAction.Deny)]
    [InlineData("warn", EnforcementAction.Warn)]
    [InlineData("dryrun", EnforcementAction.DryRun)]
    public void MatchThatCannotBeTold_CountsWithTheConstraintsAction(string action, EnforcementAction expected)
    {
        var violation = Assert.Single(Make.Review(
            Make.Object(Make.Pod()),
            Make.Constraint("""{"namespaceSelector": {"matchLabels": {"a": "b"} } }""", spec: $$"""{"enforcementAction": "{{action}}"}""")).Violations);

        Assert.StartsWith(
            "unable to match constraints: namespace selector for namespace-scoped object but missing Namespace: Pod \"web\"", violation.Message, StringComparison.Ordinal);
        Assert.Equal("match_error", violation.Error?.Code);
        Assert.Equal(expected, violation.Action);
    }

    [Fact]
    public void RequestThatCannotBeReviewed_IsDeniedWhereThereIsAnythingToDecide()
    {
        var request = Make.Admission("""{"operation": "DELETE"}""");

        var violation = Assert.Single(Make.Review(
            request,
            Make.Constraint("""{"kinds": [{"kinds": ["Service"]}]}"""),
            Make.Constraint(name: "elsewhere", spec: """{"enforcementAction": "scoped", "scopedEnforcementActions": []}""")).Violations);

        Assert.Equal("[test] oldObject cannot be nil for DELETE operations", violation.ToString());
        Assert.Empty(Make.Review(request).Violations);
    }

    [Fact]
    public void Order_IsByActionThenMessageThenConstraint()
    {
        var result = Make.Review(
            Make.Object(Make.Pod()),
            Says("zz", "k2", "b"),
            Says("aa", "k2", "a"),
            Says("mm", "k1", "z"),
            Says("mm", "k1", "y"),
            Says("mm", "k0", "z"),
            Says("\U0001F600", "k", "a"),
            Says("\uFF21", "k", "a2"),
            Says("aa", "k", "warns", "warn"),
            Says("zz", "k", "reports", "dryrun"));

        Assert.Equal(
            ["k2/a", "k0/z", "k1/y", "k1/z", "k2/b", "k/a2", "k/a", "k/reports", "k/warns"],
            result.Violations.Select(v => v.Constraint.ToString()));

        static Constraint Says(string message, string kind, string name, string action = "deny") => Make.Constraint(
            rego: $$"""
            package test
            violation[{"msg": "{{message}}"}] { true }
            """,
            kind: kind,
            name: name,
            spec: $$"""{"enforcementAction": "{{action}}"}""");
    }

    [Fact]
    public void ScopedConstraint_HasItsActionsAtThePoint()
    {
        var constraint = Make.Constraint(spec: """
            {"enforcementAction": "scoped", "scopedEnforcementActions": [
              {"action": "warn", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]},
              {"action": "deny", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]}]}
            """);
        var set = ConstraintSet.Of([constraint]);

        var violation = Assert.Single(set.Review(Make.Object(Make.Pod()), Make.AtWebhook).Violations);

        Assert.Equal([EnforcementAction.Deny, EnforcementAction.Warn], violation.Actions);
        Assert.Equal(EnforcementAction.Deny, violation.Action);
        Assert.Empty(set.Review(Make.Object(Make.Pod()), Make.AtWebhook with { EnforcementPoint = EnforcementPoints.Audit }).Violations);
    }

    [Theory]
    [InlineData("CREATE", EnforcementPoints.Webhook, 0)]
    [InlineData("DELETE", EnforcementPoints.Webhook, 1)]
    [InlineData("CREATE", EnforcementPoints.Audit, 1)]
    [InlineData("CREATE", EnforcementPoints.Gator, 1)]
    public void OperationsOfTheTemplate_CountAtTheWebhookAlone(string operation, string point, int violations)
    {
        var request = Make.Admission($$"""{"operation": "{{operation}}", "namespace": "shop", "object": {{Make.Pod()}}, "oldObject": {{Make.Pod()}} }""");
        var set = ConstraintSet.Of([Make.Constraint(operations: ["UPDATE", "DELETE"])]);

        Assert.Equal(violations, set.Review(request, Make.AtWebhook with { EnforcementPoint = point }).Violations.Count);
    }

    [Fact]
    public void AllOperations_AreMeantByAnAsterisk()
        => Assert.Single(Make.Review(
            Make.Admission($$"""{"operation": "CONNECT", "object": {{Make.Node}} }"""), Make.Constraint(operations: ["*"])).Violations);

    [Fact]
    public void Inventory_IsSeenByTemplatesThatUseIt()
    {
        var constraint = Make.Constraint(
            rego: """
            package test
            violation[{"msg": name}] { data.inventory.cluster["v1"].Node[name] }
            """);
        var set = ConstraintSet.Of([constraint]);
        var inventory = Make.Json($$"""{"cluster": {"v1": {"Node": {"node-1": {{Make.Node}} } } } }""");

        Assert.True(set.UsesInventory);
        Assert.Equal(
            "node-1", Assert.Single(set.Review(Make.Object(Make.Pod()), Make.AtWebhook with { Inventory = inventory }).Violations).Message);
        Assert.Empty(set.Review(Make.Object(Make.Pod()), Make.AtWebhook).Violations);
    }

    [Fact]
    public void NoConstraints_FindNothing() => Assert.Same(ReviewResult.None, ConstraintSet.Empty.Review(Make.Object(Make.Pod()), Make.AtWebhook));

    private static IReadOnlyList<Violation> Violations(string rego, string? reviewed = null)
        => Make.Review(Make.Object(reviewed ?? Make.Pod()), Make.Constraint(rego: rego, parameters: """{"wanted": "db"}""")).Violations;
}
