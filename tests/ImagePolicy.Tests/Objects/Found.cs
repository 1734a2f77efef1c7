using System.Text;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.ImagePolicy.Tests.Objects;

/// <summary>What is found in objects that tests write out.</summary>
internal static class Found
{
    public static KubernetesObject Object(string json) => KubernetesObject.Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The images with their paths, one a line, or the problem.</summary>
    public static string In(string json, PodLocation location = PodLocation.Spec)
        => ObjectImages.TryFind(Object(json), location, out var images, out var problem)
            ? string.Join('\n', images.Select(i => $"{i.Path}={i.Image}"))
            : $"problem: {problem}";

    /// <summary>A JSON object within objects: <c>{"a":{"b":inner}}</c> of the path <c>a.b</c>.</summary>
    public static string Nested(string path, string inner)
        => path.Split('.', StringSplitOptions.RemoveEmptyEntries).Reverse().Aggregate(inner, (json, field) => $"{{\"{field}\":{json}}}");
}
