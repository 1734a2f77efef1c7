using System.Net;
using System.Text;
using Bouncer.E2E.Cluster;

namespace Bouncer.E2E.AdmissionReviews;

/// <summary>What <c>kubectl debug</c> asks for.</summary>
internal static class EphemeralContainers
{
    /// <summary>Adds a container to a test's Pod: by a list of its own kind before 1.22, by a patch of the Pod since.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="where">The namespace of the Pod, which is called <c>pod</c>.</param>
    /// <param name="name">The container's name.</param>
    /// <param name="image">Its image.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(HttpStatusCode Status, string Answer)> AddAsync(
        ClusterFixture cluster, TestNamespace where, string name, string image, CancellationToken cancellationToken)
    {
        var address = new Uri(cluster.Client.BaseUri, $"api/v1/namespaces/{where.Name}/pods/pod/ephemeralcontainers");
        var container = $$"""{"name":"{{name}}","image":"{{image}}"}""";
        using var request = cluster.ControlPlane.Version.IsBefore(22)
            ? new HttpRequestMessage(HttpMethod.Put, address)
            {
                Content = Json($$"""{"apiVersion":"v1","kind":"EphemeralContainers","metadata":{"name":"pod"},"ephemeralContainers":[ {{container}} ]}""", "application/json"),
            }
            : new HttpRequestMessage(HttpMethod.Patch, address)
            {
                Content = Json($$"""{"spec":{"ephemeralContainers":[ {{container}} ] } }""", "application/strategic-merge-patch+json"),
            };
        using var response = await cluster.Client.HttpClient.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private static StringContent Json(string text, string type) => new(text, Encoding.UTF8, type);
}
