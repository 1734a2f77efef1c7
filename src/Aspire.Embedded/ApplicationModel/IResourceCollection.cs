using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All resources of an application.</summary>
public interface IResourceCollection : IList<IResource>
{
    /// <summary>Looks a resource up.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="resource">The resource, or null.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource);
}

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    public bool TryGetByName(string name, [NotNullWhen(true)] out IResource? resource)
    {
        resource = this.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));
        return resource is not null;
    }

    protected override void InsertItem(int index, IResource item)
    {
        if (TryGetByName(item.Name, out _))
        {
            throw new DistributedApplicationException($"There are two resources named '{item.Name}'. Give one of them another name.");
        }

        base.InsertItem(index, item);
    }
}
