using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Waits;

/// <summary>Who waits for whom. Resources stop in the opposite order, so that nobody loses what it depends on while it drains.</summary>
internal static class StartOrder
{
    /// <summary>Groups resources so that each waits only for resources of earlier groups.</summary>
    /// <exception cref="DistributedApplicationException">Resources wait for each other in a circle. The message names it.</exception>
    public static IReadOnlyList<IReadOnlyList<IResource>> Of(IEnumerable<IResource> resources)
    {
        var levels = new Dictionary<IResource, int>();
        return [.. resources
            .GroupBy(r => Level(r, levels, path: []))
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray())];
    }

    private static int Level(IResource resource, Dictionary<IResource, int> levels, List<IResource> path)
    {
        if (levels.TryGetValue(resource, out var known))
        {
            return known;
        }

        var circle = path.IndexOf(resource);
        path.Add(resource);
        if (circle >= 0)
        {
            var names = string.Join(" waits for ", path.Skip(circle).Select(r => $"'{r.Name}'"));
            throw new DistributedApplicationException($"Resources wait for each other: {names}. Remove one of these waits.");
        }

        var level = resource.Annotations.OfType<WaitAnnotation>()
            .Select(wait => Level(wait.Resource, levels, path) + 1)
            .DefaultIfEmpty(0)
            .Max();
        path.RemoveAt(path.Count - 1);
        return levels[resource] = level;
    }
}
