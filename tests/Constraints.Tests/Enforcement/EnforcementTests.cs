using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Enforcement;

public class EnforcementTests
{
    [Theory]
    [InlineData("{}", EnforcementAction.Deny)]
    [InlineData("""{"enforcementAction": ""}""", EnforcementAction.Deny)]
    [InlineData("""{"enforcementAction": null}""", EnforcementAction.Deny)]
    [InlineData("""{"enforcementAction": "deny"}""", EnforcementAction.Deny)]
    [InlineData("""{"enforcementAction": "warn"}""", EnforcementAction.Warn)]
    [InlineData("""{"enforcementAction": "dryrun"}""", EnforcementAction.DryRun)]
    [InlineData(
        """{"enforcementAction": "warn", "scopedEnforcementActions": [{"action": "deny", "enforcementPoints": [{"name": "*"}]}]}""",
        EnforcementAction.Warn)]
    public void Action_HoldsEverywhere(string spec, EnforcementAction expected)
    {
        var rules = Read(spec);

        Assert.Equal(expected, rules.Action);
        Assert.Equal([expected], rules.At(EnforcementPoints.Webhook));
        Assert.Equal([expected], rules.At(EnforcementPoints.Audit));
        Assert.Equal([expected], rules.At(EnforcementPoints.All));
    }

    [Fact]
    public void ScopedActions_HoldAtTheirPoints()
    {
        var rules = Read("""
            {"enforcementAction": "scoped", "scopedEnforcementActions": [
              {"action": "warn", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}, {"name": "gator.gatekeeper.sh"}]},
              {"action": "deny", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]},
              {"action": "warn", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]}
            ]}
            """);

        Assert.Equal(EnforcementAction.Scoped, rules.Action);
        Assert.Equal([EnforcementAction.Deny, EnforcementAction.Warn], rules.At(EnforcementPoints.Webhook));
        Assert.Equal([EnforcementAction.Warn], rules.At(EnforcementPoints.Gator));
        Assert.Empty(rules.At(EnforcementPoints.Audit));
        Assert.Equal([EnforcementAction.Deny, EnforcementAction.Warn], rules.At(EnforcementPoints.All));
    }

    [Fact]
    public void ScopedAction_OfAllPointsIsAddedToOthers()
    {
        var rules = Read("""
            {"enforcementAction": "scoped", "scopedEnforcementActions": [
              {"action": "dryrun", "enforcementPoints": [{"name": "*"}]},
              {"action": "deny", "enforcementPoints": [{"name": "validation.gatekeeper.sh"}]}
            ]}
            """);

        Assert.Equal([EnforcementAction.Deny, EnforcementAction.DryRun], rules.At(EnforcementPoints.Webhook));
        Assert.Equal([EnforcementAction.DryRun], rules.At(EnforcementPoints.Audit));
    }

    [Fact]
    public void ScopedActions_ThatAreEmptyHoldNowhere()
        => Assert.Empty(Read("""{"enforcementAction": "scoped", "scopedEnforcementActions": []}""").At(EnforcementPoints.Webhook));

    [Theory]
    [InlineData(
        """{"enforcementAction": "denied"}""",
        "spec.enforcementAction: unrecognized enforcementAction: \"denied\" is not within the supported list [deny dryrun warn scoped]")]
    [InlineData("""{"enforcementAction": 1}""", "spec.enforcementAction must be a string")]
    [InlineData(
        """{"enforcementAction": "scoped"}""",
        "spec.scopedEnforcementActions: missing required field: spec.scopedEnforcementActions must be defined when enforcementAction is scoped")]
    [InlineData(
        """{"enforcementAction": "scoped", "scopedEnforcementActions": {} }""",
        "spec.scopedEnforcementActions: scopedEnforcementActions value must be a [{action: string, enforcementPoints: [{name: string}]}]")]
    [InlineData(
        """{"enforcementAction": "scoped", "scopedEnforcementActions": [{"action": "deny"}]}""",
        "spec.scopedEnforcementActions[0]: scopedEnforcementActions value must be a [{action: string, enforcementPoints: [{name: string}]}]")]
    [InlineData(
        """{"enforcementAction": "scoped", "scopedEnforcementActions": [{"action": "scoped", "enforcementPoints": [{"name": "*"}]}]}""",
        "spec.scopedEnforcementActions[0].action: unrecognized enforcementAction: \"scoped\" is not within the supported list [deny dryrun warn]")]
    public void WrongAction_IsAProblem(string spec, string problem)
    {
        var problems = new List<ConstraintProblem>();

        new EnforcementReader(true, problems, []).Read(Make.Json(spec));

        Assert.Equal(problem, Assert.Single(problems).ToString());
    }

    [Fact]
    public void WrongAction_IsUnrecognizedWhereNothingIsValidated()
    {
        var problems = new List<ConstraintProblem>();

        var rules = new EnforcementReader(false, problems, []).Read(Make.Json("""{"enforcementAction": "denied"}"""));

        Assert.Empty(problems);
        Assert.Equal([EnforcementAction.Unrecognized], rules.At(EnforcementPoints.Webhook));
    }

    [Fact]
    public void UnknownPoint_IsAWarning()
    {
        var warnings = new List<string>();

        new EnforcementReader(true, [], warnings).Read(Make.Json("""
            {"enforcementAction": "scoped", "scopedEnforcementActions": [{"action": "deny", "enforcementPoints": [{"name": "webhook"}]}]}
            """));

        Assert.Equal(
            ["spec.scopedEnforcementActions[0].enforcementPoints[0].name: \"webhook\" is no enforcement point that is known here, so nothing is "
                + "enforced there; the known ones are validation.gatekeeper.sh, audit.gatekeeper.sh, gator.gatekeeper.sh, vap.k8s.io and *"],
            warnings);
    }

    private static EnforcementRules Read(string spec)
    {
        var problems = new List<ConstraintProblem>();
        var rules = new EnforcementReader(true, problems, []).Read(Make.Json(spec));
        Assert.Empty(problems);
        return rules;
    }
}
