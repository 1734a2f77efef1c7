using Bouncer.Constraints.Suites;

namespace Bouncer.Constraints.Tests.Suites;

public sealed class SuiteRunnerTests : IDisposable
{
    private const string AnyViolation = "assertions: [{violations: yes}]";
    private readonly SuiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("object: pod.yaml, assertions: [{violations: 2}, {violations: 1, message: 'label <team>'}]")]
    [InlineData("object: labelled.yaml, assertions: [{violations: no}]")]
    [InlineData("object: ./../NAME/pod.yaml, assertions: [{}]")]
    public void Case_PassesIfItsAssertionsHold(string fields)
        => Assert.Equal(SuiteOutcome.Passed, _folder.RunCase(fields.Replace("NAME", Path.GetFileName(_folder.Path), StringComparison.Ordinal)));

    [Fact]
    public void AssertionThatDoesNotHold_IsNamedWithAllMessages()
        => Assert.Equal(
            "assertions[1]: 2 violations, where exactly 1 is wanted; the messages are\n  label <owner> is missing\n  label <team> is missing",
            _folder.RunCase("object: pod.yaml, assertions: [{}, {violations: 1}]").Problem);

    [Theory]
    [InlineData("object: pod.yaml", "assertions: there are none, so the case would prove nothing; write what is to come of it, such as [{violations: no}]")]
    [InlineData(AnyViolation, "object: names no file; write its path, relative to the suite")]
    [InlineData("object: /pod.yaml, " + AnyViolation, "object: \"/pod.yaml\" is an absolute path; write it relative to the suite, so that both can be moved")]
    [InlineData("object: no.yaml, " + AnyViolation, "no.yaml: there is no such file or folder")]
    [InlineData("object: pod.yaml, inventory: [pod.yaml, no.yaml], " + AnyViolation, "no.yaml: there is no such file or folder")]
    [InlineData("object: two.yaml, " + AnyViolation, "two.yaml:3: is object 2 of 2 in the file, where a case reviews exactly one; give each a file of its own")]
    [InlineData("object: none.yaml, " + AnyViolation, "none.yaml: holds no object")]
    [InlineData("object: list.yaml, " + AnyViolation, "list.yaml:1: document 1 is an array, so this is no Kubernetes object; write apiVersion and kind")]
    [InlineData("object: pod.yaml, inventory: [versionless.yaml], " + AnyViolation, "versionless.yaml:1: apiVersion: is missing, so the object has no place in data.inventory; write it")]
    public void CaseThatCannotRun_SaysWhatToWrite(string fields, string problem)
    {
        _folder.Write("two.yaml", "{apiVersion: v1, kind: Pod}\n---\n{apiVersion: v1, kind: Pod}\n");
        _folder.Write("none.yaml", "# nothing\n---\n");
        _folder.Write("list.yaml", "[a]\n");
        _folder.Write("versionless.yaml", "{kind: Pod}\n");

        Assert.Equal(problem, _folder.Shorten(_folder.RunCase(fields).Problem));
    }

    [Theory]
    [InlineData("constraint: constraint.yaml", "template: names no file; write its path, relative to the suite")]
    [InlineData("template: template.yaml", "constraint: names no file; write its path, relative to the suite")]
    [InlineData("template: pod.yaml, constraint: constraint.yaml", "pod.yaml:1: is /v1, Kind=Pod and no ConstraintTemplate of templates.gatekeeper.sh")]
    [InlineData("template: template.yaml, constraint: pod.yaml", "pod.yaml:1: is /v1, Kind=Pod and no constraint; constraints have the apiVersion constraints.gatekeeper.sh/v1beta1")]
    [InlineData("template: template.yaml, constraint: constraint.yaml, expansion: e.yaml", "expansion: ExpansionTemplates are not supported yet; test what they expand to, or skip the test")]
    public void TestThatCannotRun_SaysWhatToWrite(string fields, string problem)
        => Assert.Equal(problem, _folder.Shorten(_folder.RunTest(fields).Outcome.Problem));

    [Fact]
    public void ConstraintOfAnotherKind_FailsTheTest()
    {
        _folder.Write("other.yaml", "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Other, metadata: {name: a}}\n");

        var result = _folder.RunTest("template: template.yaml, constraint: other.yaml, cases: [{object: pod.yaml, assertions: [{}]}]");

        Assert.Contains("other.yaml:1: ", result.Outcome.Problem, StringComparison.Ordinal);
        Assert.Empty(result.Cases);
        Assert.True(result.HasFailed);
    }

    [Fact]
    public void TemplateWithoutRego_FailsTheTest()
    {
        _folder.Write("cel.yaml", """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: requiredlabels}
            spec:
              crd: {spec: {names: {kind: RequiredLabels}}}
              targets:
              - target: admission.k8s.gatekeeper.sh
                code: [{engine: K8sNativeValidation, source: {validations: [{expression: "true", message: m}]}}]
            """);

        var result = _folder.RunTest("template: cel.yaml, constraint: constraint.yaml, cases: [{object: labelled.yaml, assertions: [{violations: no}]}]");

        Assert.Contains("cel.yaml:1: ", result.Outcome.Problem, StringComparison.Ordinal);
        Assert.Contains("K8sNativeValidation", result.Outcome.Problem, StringComparison.Ordinal);
        Assert.Empty(result.Cases);
    }

    [Theory]
    [InlineData("{labels: team}", null)]
    [InlineData("{labels: [team]}", "invalid: the template's schema is to refuse the constraint, and it fits the schema")]
    public void InvalidConstraint_IsToBeRefusedForTheSchema(string parameters, string? problem)
    {
        _folder.Write("other.yaml", $"{{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: RequiredLabels, metadata: {{name: a}}, spec: {{parameters: {parameters}}}}}\n");

        Assert.Equal(problem, _folder.RunTest("template: template.yaml, constraint: other.yaml, invalid: true").Outcome.Problem);
    }

    [Fact]
    public void InvalidConstraint_RefusedForSomethingElse_Fails()
    {
        var problem = _folder.RunTest("template: template.yaml, constraint: no.yaml, invalid: true").Outcome.Problem;

        Assert.Equal("invalid: the template's schema is to refuse the constraint, and it is refused for something else: no.yaml: there is no such file or folder", _folder.Shorten(problem));
    }

    [Fact]
    public void SkippedAndFilteredOut_DoNotRun()
    {
        Assert.True(SuiteFilter.TryParse("t//b", out var filter, out _));
        var cases = "cases: [{name: a}, {name: b, object: pod.yaml, assertions: [{}]}, {name: b2, skip: true}]";

        var result = _folder.RunTest($"template: template.yaml, constraint: constraint.yaml, {cases}", new SuiteRunnerOptions { Filter = filter });

        Assert.Equal([true, false, true], result.Cases.Select(c => c.Outcome.IsSkipped));
        Assert.False(result.HasFailed);
        Assert.True(_folder.RunTest("skip: true").Outcome.IsSkipped);
        var suite = _folder.Read("skip: true\ntests: [{name: t}]\n").Suite!;
        Assert.Empty(new SuiteRunner(new SuiteRunnerOptions()).Run(suite).Tests);
    }

    [Fact]
    public void Trace_ComesWithTheCase()
    {
        var test = "template: template.yaml, constraint: constraint.yaml, cases: [{object: pod.yaml, assertions: [{}]}]";

        Assert.Null(Assert.Single(_folder.RunTest(test).Cases).Trace);
        var trace = Assert.Single(_folder.RunTest(test, new SuiteRunnerOptions { WithTrace = true }).Cases).Trace;
        Assert.Contains("missing := input.parameters.labels[_]", trace, StringComparison.Ordinal);
    }

    [Fact]
    public void TemplateThatFailsToEvaluate_FailsTheCaseThatWantsAViolation()
    {
        _folder.Write("template.yaml", SuiteFolder.Template("RequiredLabels", """
            kind = "a" { input.review.object.kind }
            kind = "b" { input.review.object.kind }
            violation[{"msg": msg}] { msg := kind }
            """));

        var problem = _folder.RunCase("object: pod.yaml, assertions: [{violations: yes}]").Problem;

        Assert.StartsWith("the constraint could not be evaluated: ", problem, StringComparison.Ordinal);
        Assert.Contains("eval_conflict_error", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "object: pod.yaml, inventory: [namespace.yaml], assertions: [{violations: 2}]")]
    [InlineData("{matchLabels: {a: x}}", "object: pod.yaml, inventory: [namespace.yaml], assertions: [{violations: 2}]")]
    [InlineData("{matchLabels: {a: other}}", "object: pod.yaml, inventory: [namespace.yaml], assertions: [{violations: no}]")]
    [InlineData("{matchLabels: {a: x}}", "object: pod.yaml, assertions: [{violations: 1, message: unable to match constraints}]")]
    [InlineData("{matchLabels: {a: x}}", "object: review.yaml, inventory: [namespace.yaml], assertions: [{violations: 2}]")]
    public void Namespace_IsLookedUpInTheInventory(string selector, string fields)
    {
        _folder.Write("constraint.yaml", $"{{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: RequiredLabels, metadata: {{name: a}}, spec: {{match: {{namespaceSelector: {selector}}}, parameters: {{labels: [team, owner]}}}}}}\n");
        _folder.Write("namespace.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: x}}}\n");
        _folder.Write("review.yaml", "{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {operation: CREATE, namespace: shop, object: {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}}}}\n");

        Assert.Equal(SuiteOutcome.Passed, _folder.RunCase(fields));
    }

    [Fact]
    public void Inventory_IsWhatTheTemplateSees()
    {
        _folder.Write("template.yaml", SuiteFolder.Template("RequiredLabels", """
            violation[{"msg": msg}] {
              other := data.inventory.namespace[ns]["networking.k8s.io/v1"].Ingress[name]
              other.spec.host == input.review.object.spec.host
              msg := sprintf("host is taken by %v/%v", [ns, name])
            }
            """));
        _folder.Write("a.yaml", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: one}, spec: {host: x}}\n");
        _folder.Write("b.yaml", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: b, namespace: two}, spec: {host: x}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: two}}\n");

        Assert.Equal(SuiteOutcome.Passed, _folder.RunCase("object: a.yaml, inventory: [b.yaml], assertions: [{violations: 1, message: '^host is taken by two/b$'}]"));
        Assert.Equal(SuiteOutcome.Passed, _folder.RunCase("object: a.yaml, assertions: [{violations: no}]"));
    }
}
