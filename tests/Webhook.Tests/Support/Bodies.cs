using System.Text.Json;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>Bodies as API servers send them.</summary>
internal static class Bodies
{
    public const string Uid = "705ab4f5-6393-11e8-b7cc-42010a800002";

    /// <summary>As kube-apiserver 1.20.2 sent it.</summary>
    public static string ImageReview(params string[] images) => ImageReviewIn("default", images);

    public static string ImageReviewIn(string @namespace, params string[] images)
    {
        var containers = string.Join(',', images.Select(image => $$$"""{"image":{{{Quote(image)}}}}"""));
        return $$$"""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","metadata":{"creationTimestamp":null},"spec":{"containers":[{{{containers}}}],"namespace":"{{{@namespace}}}"},"status":{"allowed":false}}""";
    }

    public static string AdmissionReview(
        string kind, string @object, string? oldObject = null, string operation = "CREATE", string group = "", string version = "v1", string subResource = "")
        => $$$"""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/{{{version}}}","request":{"uid":"{{{Uid}}}",
            "kind":{"group":"{{{group}}}","version":"v1","kind":"{{{kind}}}"},"resource":{"group":"{{{group}}}","version":"v1","resource":"things"},
            "subResource":"{{{subResource}}}","name":"thing","namespace":"default","operation":"{{{operation}}}",
            "userInfo":{"username":"kubernetes-admin","groups":["system:masters"]},
            "object":{{{@object}}},"oldObject":{{{oldObject ?? "null"}}},"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"} } }
            """;

    /// <summary>A Pod with containers c0, c1, ...</summary>
    public static string Pod(params string[] images)
        => $$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"thing","creationTimestamp":null},"spec":{{{PodSpec(images)}}},"status":{} }""";

    public static string PodSpec(params string[] images)
    {
        var containers = images.Select((image, i) => $$$"""{"name":"c{{{i}}}","image":{{{Quote(image)}}},"resources":{} }""");
        return $$$"""{"containers":[{{{string.Join(',', containers)}}}]}""";
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
