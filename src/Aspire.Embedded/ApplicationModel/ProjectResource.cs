namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of the solution. It was built along with the AppHost; its output is started directly.</summary>
/// <param name="name">The resource's name.</param>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;
