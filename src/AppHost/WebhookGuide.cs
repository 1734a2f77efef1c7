using System.Text.Json;

namespace Bouncer.AppHost;

/// <summary>What is printed when the Webhook is healthy: where it is, and two reviews to try.</summary>
internal static class WebhookGuide
{
    private const string ForeignRegistry = "registry.example.com";

    /// <param name="admission">The URL of the admission endpoint.</param>
    /// <param name="management">The URL of the management endpoint.</param>
    /// <param name="authority">The path of the certificate authority's certificate.</param>
    /// <param name="allowedRegistries">The registries that are allowed, separated by commas.</param>
    public static string Write(string admission, string management, string authority, string allowedRegistries)
    {
        var registries = allowedRegistries.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return $"""

            image-bouncer-webhook is healthy. It allows images of: {(registries.Length == 0 ? "no registry" : string.Join(", ", registries))}
              reviews     {admission}/image_policy
              management  {management}/readyz  {management}/metrics

            Allowed:
              {Curl(admission, authority, $"{registries.FirstOrDefault("docker.io")}/library/busybox")}

            Refused:
              {Curl(admission, authority, $"{ForeignRegistry}/busybox")}

            """;
    }

    private static string Curl(string admission, string authority, string image)
    {
        var review = $$$"""{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":{{{JsonSerializer.Serialize(image)}}}}],"namespace":"default"}}""";
        return $"curl -sS -w '\\n' --cacert {Quote(authority)} -H 'Content-Type: application/json' -d {Quote(review)} {admission}/image_policy";
    }

    /// <summary>Quotes for a shell, whatever is inside.</summary>
    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
