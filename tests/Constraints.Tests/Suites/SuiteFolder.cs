using Bouncer.Constraints.Suites;
using Bouncer.TestSupport;

namespace Bouncer.Constraints.Tests.Suites;

/// <summary>A folder with a template that wants labels, a constraint that wants <c>team</c>, and what tests add.</summary>
internal sealed class SuiteFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SuiteFolder()
    {
        Write("template.yaml", Template("RequiredLabels", """
            violation[{"msg": msg, "details": {"missing": missing}}] {
              missing := input.parameters.labels[_]
              not input.review.object.metadata.labels[missing]
              msg := sprintf("label <%v> is missing", [missing])
            }
            """));
        Write("constraint.yaml", """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: RequiredLabels
            metadata: {name: team}
            spec: {parameters: {labels: [team, owner]}}
            """);
        Write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\n");
        Write("labelled.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {team: a, owner: b}}\n");
    }

    public string Path => _folder.Path;

    public string File(string name) => _folder.File(name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        return _folder.Write(name, content);
    }

    /// <summary>The suite of a text that begins with its tests.</summary>
    public SuiteReading Read(string tests)
        => Assert.Single(SuiteFinder.Find(Write("suite.yaml", $"kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\n{tests}")).Suites);

    /// <summary>What came of a case with the template and the constraint of this folder.</summary>
    public SuiteOutcome RunCase(string fields) => Assert.Single(RunTest($"template: template.yaml, constraint: constraint.yaml, cases: [{{name: c, {fields}}}]").Cases).Outcome;

    /// <summary>What came of a test.</summary>
    public SuiteTestResult RunTest(string fields, SuiteRunnerOptions? options = null)
    {
        var reading = Read($"tests: [{{name: t, {fields}}}]\n");
        Assert.Empty(reading.Problems);
        return Assert.Single(new SuiteRunner(options ?? new SuiteRunnerOptions()).Run(reading.Suite!).Tests);
    }

    /// <summary>A problem without the path of this folder.</summary>
    public string Shorten(string? problem) => (problem ?? "").Replace(Path + "/", "", StringComparison.Ordinal);

    public static string Template(string kind, string rules)
        => $$$$"""
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: {{{{kind.ToLowerInvariant()}}}}}
            spec:
              crd:
                spec:
                  names: {kind: {{{{kind}}}} }
                  validation:
                    openAPIV3Schema:
                      type: object
                      properties: {labels: {type: array, items: {type: string} } }
              targets:
              - target: admission.k8s.gatekeeper.sh
                rego: |
                  package p
                  {{{{rules.ReplaceLineEndings("\n      ")}}}}
            """;

    public void Dispose() => _folder.Dispose();
}
