using System.Globalization;
using Bouncer.Benchmarks.Rego;
using Bouncer.Constraints;
using Bouncer.Constraints.Matching;
using Bouncer.Constraints.Templates;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Benchmarks.Constraints;

/// <summary>Constraints of one template, some of which match a Pod of the namespace <c>checkout</c>.</summary>
internal static class SampleConstraints
{
    public static readonly RegoString Request = new("request");

    private static readonly RegoObject s_parameters = (RegoObject)RegoJson.Parse(
        $$"""{"repos": [{{string.Join(',', Enumerable.Range(1, 9).Select(i => $"\"registry-{i}.example.com/\""))}}, "registry.example.com/"]}""");

    /// <summary>The Namespace of the Pod.</summary>
    public static RegoObject Namespace { get; } = (RegoObject)RegoJson.Parse(
        """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "checkout", "labels": {"stage": "prod"} } }""");

    /// <summary>What keeps constraints from matching the Pod, each by its number.</summary>
    public static (string Name, Func<int, string> Match)[] Others { get; } =
    [
        ("other kinds", i => $$"""{"kinds": [{"apiGroups": ["group-{{i % 50}}.example.com"], "kinds": ["Kind{{i}}"]}]}"""),
        ("other namespaces", i => $$"""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}], "namespaces": ["team-{{i}}", "team-{{i + 1}}"]}"""),
        ("other namespaces by patterns", i => $$"""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}], "namespaces": ["team-{{i}}-*"]}"""),
        ("other labels", i => $$"""{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}], "labelSelector": {"matchLabels": {"app": "app-{{i}}"} } }"""),
        ("excluded namespaces", _ => """{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}], "excludedNamespaces": ["kube-*", "checkout"]}"""),
    ];

    public static byte[] AdmissionReview()
    {
        using var stream = typeof(SampleConstraints).Assembly.GetManifestResourceStream("admissionreview-pod.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Constraints for Pods anywhere but in kube-system.</summary>
    public static IEnumerable<Constraint> Matching(int count)
        => Many("matching", count, _ => """{"kinds": [{"apiGroups": [""], "kinds": ["Pod"]}], "excludedNamespaces": ["kube-system"]}""");

    /// <summary>Constraints that do not match, by what they are about.</summary>
    public static IEnumerable<Constraint> NotMatching(int count, Func<int, string> match) => Many("other", count, match);

    /// <summary>A small Pod.</summary>
    public static RegoObject Pod(int number) => (RegoObject)RegoJson.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod-{{number:00000}}", "namespace": "shop"}, "spec": {"containers": []} }"""));

    private static List<Constraint> Many(string name, int count, Func<int, string> match)
    {
        var template = Template();
        return [.. Enumerable.Range(0, count).Select(i => new Constraint
        {
            Document = RegoObject.Empty,
            Template = template,
            Name = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"),
            Parameters = s_parameters,
            Match = MatchCriteria.Read((RegoObject)RegoJson.Parse(match(i)), []),
        })];
    }

    private static ConstraintTemplate Template() => ConstraintTemplate.Read((RegoObject)RegoJson.Parse($$"""
        {"apiVersion": "templates.gatekeeper.sh/v1beta1", "kind": "ConstraintTemplate", "metadata": {"name": "k8sallowedrepos"},
         "spec": {
           "crd": {"spec": {"names": {"kind": "K8sAllowedRepos"} } },
           "targets": [{"target": "admission.k8s.gatekeeper.sh", "rego": {{RegoJson.ToJson(new RegoString(AllowedRepos.Library))}} }] } }
        """)).Template!;
}
