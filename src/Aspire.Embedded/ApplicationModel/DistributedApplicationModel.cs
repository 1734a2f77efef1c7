namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application as data: what its builder described.</summary>
/// <param name="resources">All resources.</param>
public class DistributedApplicationModel(IResourceCollection resources)
{
    /// <summary>All resources.</summary>
    public IResourceCollection Resources { get; } = resources;
}
