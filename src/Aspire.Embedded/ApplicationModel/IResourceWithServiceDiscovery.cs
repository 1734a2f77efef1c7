using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A resource whose endpoints can be passed to others by <c>WithReference</c>.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
