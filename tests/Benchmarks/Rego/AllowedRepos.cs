using System.Globalization;
using System.Text;
using System.Text.Json;
using Bouncer.Rego;

namespace Bouncer.Benchmarks.Rego;

/// <summary>Two ways in which Gatekeeper's K8sAllowedRepos has been written, and reviews for them.</summary>
internal static class AllowedRepos
{
    public const string Query = "data.k8sallowedrepos.violation";

    /// <summary>The sizes that are measured: containers × repositories.</summary>
    public static IReadOnlyList<string> Sizes { get; } = [.. from containers in (int[])[1, 3, 20] from repositories in (int[])[1, 10, 100] select $"{containers}x{repositories}"];

    /// <summary>One builtin call a container, for containers of three kinds.</summary>
    public static string Library { get; } = "package k8sallowedrepos\n" + string.Concat(new[] { "containers", "initContainers", "ephemeralContainers" }.Select(kind => $$"""

        violation[{"msg": msg}] {
          container := input.review.object.spec.{{kind}}[_]
          not strings.any_prefix_match(container.image, input.parameters.repos)
          msg := sprintf("<%v> of {{kind}} has the image <%v>, allowed are %v", [container.name, container.image, input.parameters.repos])
        }
        """));

    /// <summary>A comprehension over the repositories a container, for containers of two kinds.</summary>
    public static string Older { get; } = "package k8sallowedrepos\n" + string.Concat(new[] { "containers", "initContainers" }.Select(kind => $$"""

        violation[{"msg": msg}] {
          container := input.review.object.spec.{{kind}}[_]
          satisfied := [good | repo = input.parameters.repos[_]; good = startswith(container.image, repo)]
          not any(satisfied)
          msg := sprintf("<%v> of {{kind}} has the image <%v>, allowed are %v", [container.name, container.image, input.parameters.repos])
        }
        """));

    /// <summary>The query about one of them.</summary>
    public static RegoQuery Prepare(string policy)
    {
        var compilation = RegoPolicy.Compile([new RegoModule("allowedrepos.rego", policy, RegoVersion.V0)]);
        var preparation = compilation.Policy?.Prepare(Query);
        return preparation?.Query ?? throw new InvalidOperationException(
            string.Join('\n', compilation.Diagnostics.Concat(preparation?.Diagnostics ?? [])));
    }

    /// <summary>A review of a size such as <c>3x10</c>.</summary>
    public static byte[] Review(string size) => size.Split('x') is [var containers, var repositories]
        ? Review(int.Parse(containers, CultureInfo.InvariantCulture), int.Parse(repositories, CultureInfo.InvariantCulture))
        : throw new ArgumentException($"{size} is no size such as 3x10.", nameof(size));

    /// <summary>A review of a Pod, with the repositories beside it; from the files in <c>LOAD_PAYLOADS</c> if that is set. The last repository is the one that all images are from.</summary>
    public static byte[] Review(int containers, int repositories)
    {
        if (Environment.GetEnvironmentVariable("LOAD_PAYLOADS") is { Length: > 0 } folder)
        {
            using var review = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, $"admissionreview-{containers}.json")));
            var given = File.ReadAllText(Path.Combine(folder, $"repos-{repositories}.json"));
            return Encoding.UTF8.GetBytes($$"""{"review":{{review.RootElement.GetProperty("request").GetRawText()}},"parameters":{"repos":{{given}} } }""");
        }

        var pod = Payload().Replace("\"containers\":[]", $"\"containers\":[{string.Join(',', Enumerable.Range(1, containers).Select(Container))}]", StringComparison.Ordinal);
        var repos = Enumerable.Range(1, repositories - 1).Select(i => $"\"registry-{i}.example.com/\"").Append("\"registry.example.com/\"");
        return Encoding.UTF8.GetBytes($$"""{"review":{{pod}},"parameters":{"repos":[{{string.Join(',', repos)}}] } }""");
    }

    /// <summary>Writes the policies, and a review of each size, for other engines to be measured with.</summary>
    public static void WriteFiles(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "Library.rego"), Library);
        File.WriteAllText(Path.Combine(folder, "Older.rego"), Older);
        foreach (var size in Sizes)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{size}.json"), Review(size));
        }
    }

    private static string Container(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"name":"c{{{number}}}","image":"registry.example.com/team/service-{{{number}}}:1.{{{number}}}.0","args":["--verbose","--port=80{{{number:00}}}"],
        "ports":[{"name":"http","containerPort":80{{{number:00}}},"protocol":"TCP"}],
        "env":[{"name":"LOG_LEVEL","value":"info"},{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"} } }],
        "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"128Mi"} },
        "readinessProbe":{"httpGet":{"path":"/readyz","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
        "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent",
        "securityContext":{"capabilities":{"drop":["ALL"]},"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}}
        """);

    private static string Payload() => """
        {"uid":"6a0b8c1e-3f4a-4f0a-9e58-1c2d3e4f5a6b","kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},
        "requestKind":{"group":"","version":"v1","kind":"Pod"},"requestResource":{"group":"","version":"v1","resource":"pods"},"name":"web-7d4b9c","namespace":"shop","operation":"CREATE",
        "userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller","uid":"0b1c2d3e","groups":["system:serviceaccounts","system:serviceaccounts:kube-system","system:authenticated"]},
        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-7d4b9c","generateName":"web-","namespace":"shop","labels":{"app":"web","pod-template-hash":"7d4b9c"},
        "annotations":{"prometheus.io/scrape":"true","prometheus.io/port":"8080"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-7d4b","uid":"1f2e3d","controller":true,"blockOwnerDeletion":true}],
        "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"2026-11-24T10:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:pod-template-hash":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c1\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{}}},"f:dnsPolicy":{},"f:restartPolicy":{}}}}]},
        "spec":{"volumes":[{"name":"kube-api-access","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],
        "containers":[],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","securityContext":{},"schedulerName":"default-scheduler",
        "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},"status":{}},
        "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}
        """;
}
