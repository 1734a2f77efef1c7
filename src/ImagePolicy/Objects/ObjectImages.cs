using Bouncer.ImagePolicy.Deciding;

namespace Bouncer.ImagePolicy.Objects;

/// <summary>The images of an object of a known kind, through lists down to the pods in them.</summary>
public static class ObjectImages
{
    /// <summary>Finds every image of an object.</summary>
    /// <param name="object">The object.</param>
    /// <param name="location">Where its kind keeps its pod spec.</param>
    /// <param name="images">The images. Those of a list's items have paths such as <c>items[1].spec.containers[0].image</c>.</param>
    /// <param name="problem">What is wrong with the object and where, or null. Whoever meets a problem cannot decide.</param>
    /// <returns>Whether there is no problem.</returns>
    public static bool TryFind(
        KubernetesObject @object, PodLocation location, out IReadOnlyList<ContainerImage> images, out string? problem)
    {
        if (location != PodLocation.Items)
        {
            return @object.TryGetImages(location, out images, out problem);
        }

        List<ContainerImage> found = [];
        @object.TryGetImages(location, out _, out problem);
        for (var i = 0; problem is null && i < @object.Items.Count; i++)
        {
            problem = AddItem(@object.Items[i], $"items[{i}]", found);
        }

        images = found;
        return problem is null;
    }

    private static string? AddItem(KubernetesObject item, string path, List<ContainerImage> found)
    {
        if (PodBearingKinds.Find(PodBearingKinds.GroupOf(item.ApiVersion), item.Kind) is not { } location)
        {
            return item.Kind.Length > 0 ? null : $"{path}.kind is missing";
        }

        if (!TryFind(item, location, out var images, out var problem))
        {
            return $"{path}: {problem}";
        }

        foreach (var image in images)
        {
            found.Add(image with { PodSpecPath = image.PodSpecPath.Length == 0 ? path : $"{path}.{image.PodSpecPath}" });
        }

        return null;
    }
}
