using System.Text;
using System.Text.Json.Nodes;
using Bouncer.ImagePolicy.Objects;
using FsCheck.Xunit;

namespace Bouncer.ImagePolicy.Tests.Objects;

/// <summary>JSON objects have no order, so none may count.</summary>
public class FieldOrderTests
{
    private const string PodSpec =
        """{"containers":[{"name":"a","image":"main:0"},{"image":"main:1","env":[]}],"initContainers":[{"image":"init"}],"ephemeralContainers":[{"image":"e"}],"volumes":[{"name":"v","image":{"reference":"r","x":1}},{"emptyDir":{},"image":null}],"x":{"y":{"z":[]}}}""";

    private static readonly string[] s_objects =
    [
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","generateName":"g","deletionTimestamp":"t"},"spec":""" + PodSpec + "}",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generateName":"g"},"spec":{"replicas":1,"template":{"metadata":{},"spec":""" + PodSpec + "}}}",
        """{"apiVersion":"batch/v1","kind":"CronJob","spec":{"schedule":"@daily","jobTemplate":{"metadata":{},"spec":{"parallelism":1,"template":{"x":1,"spec":""" + PodSpec + "}}}}}",
        """{"apiVersion":"v1","kind":"PodTemplate","template":{"metadata":{},"spec":""" + PodSpec + "}}",
        """{"apiVersion":"v1","kind":"List","metadata":{},"items":[{"apiVersion":"v1","kind":"Pod","spec":""" + PodSpec + """},{"apiVersion":"v1","kind":"Secret"}]}""",
        """{"apiVersion":"v1","kind":"EphemeralContainers","metadata":{},"ephemeralContainers":[{"image":"e","name":"n"}]}""",
        """{"apiVersion":"v1","kind":"Pod","spec":{"containers":[null],"x":1,"volumes":null},"metadata":null}""",
    ];

    [Property(MaxTest = 500)]
    public void ShuffledFields_ChangeNothing(int seed)
    {
        var random = new Random(seed);
        foreach (var written in s_objects)
        {
            var shuffled = Shuffled(JsonNode.Parse(written), random)!.ToJsonString();

            Assert.Equal(Told(written), Told(shuffled));
        }
    }

    private static JsonNode? Shuffled(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonObject fields:
                var order = fields.ToArray();
                random.Shuffle(order);
                return new JsonObject(order.Select(f => KeyValuePair.Create(f.Key, Shuffled(f.Value, random))));
            case JsonArray entries:
                return new JsonArray([.. entries.Select(e => Shuffled(e, random))]);
            default:
                return node?.DeepClone();
        }
    }

    private static string Told(string json)
    {
        var found = KubernetesObject.Parse(Encoding.UTF8.GetBytes(json));
        var images = Enum.GetValues<PodLocation>().Select(location => Found.In(json, location));
        return $"{found.ApiVersion} {found.Kind} {found.Name} {found.Namespace} {found.IsBeingDeleted}\n{string.Join("\n--\n", images)}";
    }
}
