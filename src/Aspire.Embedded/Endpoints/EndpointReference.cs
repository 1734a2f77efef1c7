namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, named before it has a port.</summary>
public sealed class EndpointReference : IValueProvider
{
    internal EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        Resource = owner;
        EndpointName = endpointName;
    }

    /// <summary>The resource that listens.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; }

    /// <summary>Whether the resource has an endpoint of that name.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether the endpoint has its port.</summary>
    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    /// <summary>The endpoint's address as a URL without a path.</summary>
    /// <exception cref="InvalidOperationException">There is no such endpoint, or it has no port yet.</exception>
    public string Url => Allocated.UriString;

    /// <summary>The endpoint's port.</summary>
    /// <exception cref="InvalidOperationException">There is no such endpoint, or it has no port yet.</exception>
    public int Port => Allocated.Port;

    private AllocatedEndpoint Allocated
        => (Find() ?? throw Missing()).AllocatedEndpoint
           ?? throw new InvalidOperationException($"Endpoint '{EndpointName}' of '{Resource.Name}' has no port yet. Start the application first.");

    /// <summary>Reads the URL.</summary>
    /// <param name="cancellationToken">Not needed: ports are known before the first resource starts.</param>
    /// <returns>The endpoint's address as a URL without a path.</returns>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    private EndpointAnnotation? Find()
        => Resource.Annotations.OfType<EndpointAnnotation>()
            .SingleOrDefault(e => string.Equals(e.Name, EndpointName, StringComparison.OrdinalIgnoreCase));

    private InvalidOperationException Missing()
    {
        var known = string.Join(", ", Resource.Annotations.OfType<EndpointAnnotation>().Select(e => $"'{e.Name}'"));
        return new($"'{Resource.Name}' has no endpoint '{EndpointName}'. Its endpoints: {(known.Length == 0 ? "none" : known)}.");
    }
}
