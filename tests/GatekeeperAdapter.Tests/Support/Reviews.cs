using System.Text.Json;

namespace Bouncer.GatekeeperAdapter.Tests.Support;

/// <summary>AdmissionReviews as API servers send them.</summary>
internal static class Reviews
{
    public const string Uid = "705ab4f5-6393-11e8-b7cc-42010a800002";

    public static string Pod(string image = "docker.io/library/busybox", string @namespace = "default")
        => $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"thing","namespace":"{{{@namespace}}}","creationTimestamp":null},"spec":{"containers":[{"name":"main","image":{{{JsonSerializer.Serialize(image)}}}}]},"status":{} }""";

    public static string OfPod(string image = "docker.io/library/busybox", string @namespace = "default", bool dryRun = false, string version = "v1")
        => Of("Pod", Pod(image, @namespace), @namespace: @namespace, dryRun: dryRun, version: version);

    /// <summary>A review of any kind.</summary>
    public static string Of(
        string kind,
        string? @object,
        string? oldObject = null,
        string operation = "CREATE",
        string group = "",
        string kindVersion = "v1",
        string name = "thing",
        string @namespace = "",
        string user = "kubernetes-admin",
        bool dryRun = false,
        string version = "v1")
        => $$$"""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/{{{version}}}","request":{"uid":"{{{Uid}}}",
            "kind":{"group":"{{{group}}}","version":"{{{kindVersion}}}","kind":"{{{kind}}}"},"resource":{"group":"{{{group}}}","version":"{{{kindVersion}}}","resource":"things"},
            "name":"{{{name}}}","namespace":"{{{@namespace}}}","operation":"{{{operation}}}",
            "userInfo":{"username":"{{{user}}}","groups":["system:masters"]},
            "object":{{{@object ?? "null"}}},"oldObject":{{{oldObject ?? "null"}}},"dryRun":{{{(dryRun ? "true" : "false")}}},"options":null} }
            """;

    /// <summary>A review of a ConstraintTemplate.</summary>
    public static string OfTemplate(string template, string? oldTemplate = null, string operation = "CREATE", string name = "noimages")
        => Of("ConstraintTemplate", template, oldTemplate, operation, "templates.gatekeeper.sh", name: name);

    /// <summary>A review of a constraint.</summary>
    public static string OfConstraint(string constraint, string? oldConstraint = null, string kind = "AllowedRepos", string name = "repos", string operation = "CREATE")
        => Of(kind, constraint, oldConstraint, operation, "constraints.gatekeeper.sh", "v1beta1", name);
}
