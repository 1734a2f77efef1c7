using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Reviews;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Tests.Building;

/// <summary>Parts of reviews with working defaults: a test says only what differs.</summary>
internal static class Make
{
    /// <summary>Rego that finds a violation in everything.</summary>
    public const string AlwaysViolated = """
        package test
        violation[{"msg": "never"}] { true }
        """;

    public static RegoObject Json(string json) => (RegoObject)RegoJson.Parse(json);

    public static Constraint Constraint(
        string match = "",
        string rego = AlwaysViolated,
        string kind = "Test",
        string name = "test",
        string parameters = "{}",
        string spec = "{}",
        params string[] operations)
        => new()
        {
            Document = RegoObject.Empty,
            Template = Template(rego, kind, operations),
            Name = name,
            Parameters = Json(parameters),
            Match = match.Length == 0 ? MatchCriteria.Any : Criteria(match),
            Enforcement = new EnforcementReader(true, new NoProblems(), []).Read(Json(spec)),
        };

    public static MatchCriteria Criteria(string match) => MatchCriteria.Read(Json(match), new NoProblems());

    public static ConstraintTemplate Template(string rego, string kind = "Test", params string[] operations)
    {
        var restricted = operations.Length == 0 ? "" : $$""", "operations": [{{string.Join(',', operations.Select(o => $"\"{o}\""))}}]""";
        var reading = ConstraintTemplate.Read(Json($$"""
            {"apiVersion": "templates.gatekeeper.sh/v1", "kind": "ConstraintTemplate", "metadata": {"name": "{{kind.ToLowerInvariant()}}"},
             "spec": {
               "crd": {"spec": {"names": {"kind": "{{kind}}"} } },
               "targets": [{"target": "admission.k8s.gatekeeper.sh", "rego": {{RegoJson.ToJson(new RegoString(rego))}}{{restricted}} }] } }
            """));
        Assert.Empty(reading.Problems);
        return reading.Template!;
    }

    public static string Pod(string name = "web", string @namespace = "shop", string labels = "{}")
        => $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{name}}", "namespace": "{{@namespace}}", "labels": {{labels}} } }""";

    public static string Namespace(string name = "shop", string labels = "{}")
        => $$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{name}}", "labels": {{labels}} } }""";

    public const string Node = """{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-1"} }""";

    public static ReviewRequest Object(string json, string? @namespace = null, ResourceSource source = ResourceSource.Original)
        => ReviewRequest.OfObject(Json(json), @namespace is null ? null : Json(@namespace), source);

    public static ReviewRequest Admission(string request, string? @namespace = null)
        => ReviewRequest.OfAdmission(Json(request), @namespace is null ? null : Json(@namespace));

    public static ReviewOptions AtWebhook { get; } = new() { EnforcementPoint = EnforcementPoints.Webhook };

    /// <summary>The review of a set of constraints.</summary>
    public static ReviewResult Review(ReviewRequest request, params Constraint[] constraints)
        => ConstraintSet.Of(constraints).Review(request, AtWebhook);

    /// <summary>Fails on the first problem: a test's own documents have none.</summary>
    private sealed class NoProblems : List<ConstraintProblem>, ICollection<ConstraintProblem>
    {
        void ICollection<ConstraintProblem>.Add(ConstraintProblem item) => Assert.Fail(item.ToString());
    }
}
