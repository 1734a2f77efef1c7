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
        problem = Add(@object, location, "", found);
        images = found;
        return problem is null;
    }

    /// <summary>Adds the images of an object at a path, and says what is wrong with it.</summary>
    private static string? Add(KubernetesObject @object, PodLocation location, string path, List<ContainerImage> found)
    {
        if (!@object.TryGetImages(location, out var images, out var problem))
        {
            return path.Length == 0 ? problem : $"{path}: {problem}";
        }

        if (path.Length == 0)
        {
            found.AddRange(images);
        }
        else if (images.Count > 0)
        {
            // One text for all images of the object: in lists of lists such paths grow long.
            var podSpecPath = images[0].PodSpecPath.Length == 0 ? path : $"{path}.{images[0].PodSpecPath}";
            found.AddRange(images.Select(image => image with { PodSpecPath = podSpecPath }));
        }

        for (var i = 0; location == PodLocation.Items && i < @object.Items.Count; i++)
        {
            var item = @object.Items[i];
            if (AddItem(item, $"{(path.Length == 0 ? "" : path + ".")}items[{i}]", found) is { } itemProblem)
            {
                return itemProblem;
            }
        }

        return null;
    }

    private static string? AddItem(KubernetesObject item, string path, List<ContainerImage> found)
    {
        if (item.IdentityProblem is { } unknown)
        {
            return $"{path}: {unknown}";
        }

        if (PodBearingKinds.Find(PodBearingKinds.GroupOf(item.ApiVersion), item.Kind) is not { } location)
        {
            return item.Kind.Length > 0 ? null : $"{path}.kind is missing";
        }

        return Add(item, location, path, found);
    }
}
