using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>Reaches the resources of a started application from a test.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>Creates a client for an endpoint.</summary>
    /// <param name="app">The application, started.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="endpointName">The endpoint's name; "https" if null, as long as there is one of that name, else "http".</param>
    /// <returns>A client whose base address is the endpoint's.</returns>
    /// <exception cref="ArgumentException">There is no such resource or endpoint.</exception>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = default)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>Gets the address of an endpoint.</summary>
    /// <param name="app">The application, started.</param>
    /// <param name="resourceName">The resource's name.</param>
    /// <param name="endpointName">The endpoint's name; "https" if null, as long as there is one of that name, else "http".</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentException">There is no such resource or endpoint.</exception>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = default)
    {
        if (!app.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resourceName, out var resource)
            || resource is not IResourceWithEndpoints withEndpoints)
        {
            throw new ArgumentException($"There is no resource '{resourceName}' with endpoints.", nameof(resourceName));
        }

        var endpoint = new[] { endpointName ?? "https", endpointName ?? "http" }
            .Select(name => new EndpointReference(withEndpoints, name))
            .FirstOrDefault(e => e.Exists)
            ?? throw new ArgumentException($"'{resourceName}' has no endpoint '{endpointName ?? "https"}'.", nameof(endpointName));

        return new(endpoint.Url);
    }
}
