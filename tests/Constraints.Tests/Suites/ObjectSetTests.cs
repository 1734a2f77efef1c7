using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Suites;

namespace Bouncer.Constraints.Tests.Suites;

public class ObjectSetTests
{
    private static readonly string s_template = SuiteFolder.Template("RequiredLabels", """
        violation[{"msg": msg}] {
          missing := input.parameters.labels[_]
          not input.review.object.metadata.labels[missing]
          msg := sprintf("<%v> lacks %v", [input.review.object.metadata.name, missing])
        }
        """);

    private const string Constraint = "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: RequiredLabels, metadata: {name: team}, spec: {match: {kinds: [{apiGroups: [''], kinds: [Pod]}]}, parameters: {labels: [team]}}}";

    [Fact]
    public void Objects_AreJudgedWhateverTheirOrder()
    {
        var set = Of("{apiVersion: v1, kind: Pod, metadata: {name: a}}", Constraint, s_template, "{apiVersion: v1, kind: Pod, metadata: {name: b, labels: {team: x}}}");

        Assert.Empty(set.Problems);
        var violation = Assert.Single(Review(set));
        Assert.Equal("<a> lacks team", violation.Violation.Message);
        Assert.Equal("Pod a", violation.Object.Source.Label);
        Assert.Equal("f:1", violation.Object.Source.Place);
    }

    [Fact]
    public void Lists_StandForTheirItems()
    {
        var set = Of(s_template, Constraint, "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}, {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: b}}, 1]}]}");

        Assert.Equal(["items[0]", "items[1].items[0]"], Review(set).Select(v => v.Object.Source.Path));
        Assert.EndsWith(": items[1].items[1]: has no kind, so this is no Kubernetes object; write apiVersion and kind", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void AdmissionReviews_StandForTheirRequests()
    {
        var set = Of(s_template, Constraint, "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {operation: CREATE, object: {apiVersion: v1, kind: Pod, metadata: {name: a}}}}");

        Assert.Equal("<a> lacks team", Assert.Single(Review(set)).Violation.Message);
    }

    [Fact]
    public void EveryObject_IsInTheInventory()
    {
        var template = SuiteFolder.Template("RequiredLabels", """
            violation[{"msg": msg}] {
              other := data.inventory.namespace[_]["v1"]["Pod"][name]
              name != input.review.object.metadata.name
              msg := sprintf("there is %v as well", [name])
            }
            """);

        var set = Of("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: one}}", "{apiVersion: v1, kind: Pod, metadata: {name: b, namespace: two}}", template, Constraint);

        Assert.Equal(["there is b as well", "there is a as well"], Review(set).Select(v => v.Violation.Message));
    }

    [Theory]
    [InlineData("default", 0)]
    [InlineData("given", 1)]
    [InlineData("unknown", 1)]
    public void Namespaces_AreThoseOfTheSetAndDefault(string @namespace, int violations)
    {
        var set = Of(
            s_template,
            "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: RequiredLabels, metadata: {name: team}, spec: {match: {kinds: [{apiGroups: [''], kinds: [Pod]}], namespaceSelector: {matchLabels: {a: x}}}, parameters: {labels: [team]}}}",
            "{apiVersion: v1, kind: Namespace, metadata: {name: given, labels: {a: x}}}",
            $"{{apiVersion: v1, kind: Pod, metadata: {{name: p, namespace: {@namespace}}}}}");

        Assert.Equal(violations, Review(set).Count());
    }

    [Fact]
    public void WhatCannotBeJudged_IsAProblem()
    {
        var set = Of(
            "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Missing, metadata: {name: a}}",
            "{apiVersion: expansion.gatekeeper.sh/v1beta1, kind: ExpansionTemplate, metadata: {name: a}}",
            "{kind: Pod, metadata: {name: a}}",
            "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview}");

        Assert.Equal(
            [
                "f:1: there is no ConstraintTemplate of the kind Missing; give the template's file, too",
                "f:3: ExpansionTemplates are not supported yet, so what they expand to is not judged; give what they expand to, or leave them out",
                "f:5: apiVersion: is missing, so this is no Kubernetes object; write it",
                "f:7: request: is missing; write the request that is to be reviewed",
            ],
            set.Problems);
    }

    [Theory]
    [InlineData("name: a, namespace: no", "f:1: metadata.namespace: is a boolean to YAML; write it in quotes")]
    [InlineData("name: 1", "f:1: metadata.name: is a number to YAML; write it in quotes")]
    public void NameThatIsNoText_IsAProblemOfTheFile(string metadata, string problem)
    {
        var file = SourceFile.Parse("f", $"{{apiVersion: v1, kind: Pod, metadata: {{{metadata}}}}}\n");

        Assert.Empty(file.Documents);
        Assert.Equal([problem], file.Problems);
    }

    [Fact]
    public void ConstraintOfABrokenTemplate_IsAProblemOfItsOwn()
    {
        var set = Of(SuiteFolder.Template("RequiredLabels", "violation[{"), Constraint);

        Assert.Equal(2, set.Problems.Count);
        Assert.StartsWith("f:1: spec.targets[0].rego", set.Problems[0], StringComparison.Ordinal);
        Assert.EndsWith(": is not in force, since the template of RequiredLabels has problems; correct the template", set.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void OfTwoOfOneName_TheLaterCounts()
    {
        var set = Of(s_template, Constraint, Constraint.Replace("labels: [team]", "labels: [owner]", StringComparison.Ordinal), "{apiVersion: v1, kind: Pod, metadata: {name: a}}");

        Assert.Equal("<a> lacks owner", Assert.Single(Review(set)).Violation.Message);
        Assert.EndsWith("this one counts", Assert.Single(set.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Explanation_SaysWhyAConstraintDoesNotMatch()
    {
        var set = Of(s_template, Constraint, "{apiVersion: v1, kind: Service, metadata: {name: a}}");

        var explanation = Assert.Single(set.Explain(set.Objects.Single(o => !o.IsPolicy), Options()));

        Assert.False(explanation.IsMatch);
        Assert.StartsWith("kinds: Service is not among ", explanation.Reason, StringComparison.Ordinal);
    }

    private static ObjectSet Of(params string[] documents)
    {
        var file = SourceFile.Parse("f", string.Join("\n---\n", documents));
        Assert.Empty(file.Problems);
        return ObjectSet.Of(file.Documents);
    }

    private static IEnumerable<ObjectViolation> Review(ObjectSet set) => set.Review(Options());

    private static ReviewOptions Options() => new() { EnforcementPoint = EnforcementPoints.Gator };
}
