using System.Text.Json;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Fuzz.Targets;

/// <summary>Kubernetes objects, as an AdmissionReview carries them.</summary>
internal static class ObjectTarget
{
    public static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "0", "1e999", "{}", "[]", "[null]", "\"\"",
        "\"kind\":", "\"spec\":", "\"template\":", "\"jobTemplate\":", "\"items\":", "\"containers\":", "\"initContainers\":",
        "\"ephemeralContainers\":", "\"volumes\":", "\"image\":", "\"reference\":", "\"name\":", "\"metadata\":", "\xFF",
    ];

    private const string PodSpec =
        """{"containers":[{"name":"a","image":"busybox"},{"name":"b","image":"quay.io/x:1"}],"initContainers":[{"image":"i"}],"ephemeralContainers":null,"volumes":[{"name":"v","image":{"reference":"r"}},{"emptyDir":{}}]}""";

    public static readonly FuzzTarget Instance = new(
        "object",
        Run,
        [
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","creationTimestamp":null},"spec":""" + PodSpec + "}",
            """{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"generateName":"d-"},"spec":{"replicas":1,"template":{"spec":""" + PodSpec + "}}}",
            """{"kind":"CronJob","apiVersion":"batch/v1","spec":{"jobTemplate":{"spec":{"template":{"spec":""" + PodSpec + "}}}}}",
            """{"kind":"PodTemplate","apiVersion":"v1","template":{"spec":""" + PodSpec + "}}",
            """{"kind":"List","apiVersion":"v1","items":[{"kind":"Pod","apiVersion":"v1","spec":""" + PodSpec + "}]}",
            """{"kind":"EphemeralContainers","apiVersion":"v1","ephemeralContainers":[{"image":"e"}]}""",
        ],
        Words);

    private static void Run(ReadOnlySpan<byte> input)
    {
        KubernetesObject found;
        try
        {
            found = KubernetesObject.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        Check(found);
    }

    private static void Check(KubernetesObject found)
    {
        foreach (var location in Enum.GetValues<PodLocation>())
        {
            var usable = found.TryGetImages(location, out var images, out var problem);
            Must.Hold(usable == (problem is null), "there are images or a problem");
            Must.Hold(images.All(i => i.Path.EndsWith(".image", StringComparison.Ordinal) || i.Path.EndsWith(".image.reference", StringComparison.Ordinal)), "images have paths");
            Must.Hold(images.Select(i => i.Path).Distinct().Count() == images.Count || !usable, "no path twice");
        }

        foreach (var item in found.Items)
        {
            Check(item);
        }
    }
}
