using System.Text.Json;
using Bouncer.AppHost.Certificates;

namespace Bouncer.AppHost;

/// <summary>What is printed when the Webhook is healthy: where it is, and two reviews to try.</summary>
internal static class WebhookGuide
{
    /// <summary>An image of a registry that nobody allows.</summary>
    public const string ForeignImage = "registry.example.com/busybox";

    /// <param name="admission">The URL of the admission endpoint.</param>
    /// <param name="management">The URL of the management endpoint.</param>
    /// <param name="certificates">What the Webhook is trusted by, and what it trusts.</param>
    /// <param name="options">What it allows, and to whom.</param>
    public static string Write(string admission, string management, DevelopmentCertificates certificates, AppHostOptions options)
    {
        var allowedBy = options.PolicyFile is { } policy ? $"It decides by {policy}"
            : Registries(options.AllowedRegistries) is { Length: > 0 } registries ? $"It allows images of: {string.Join(", ", registries)}"
            : "It allows images of: no registry";
        var head = $"""

            image-bouncer-webhook is healthy. {allowedBy}
              reviews     {admission}/image_policy
              management  {management}/readyz  {management}/metrics

            """;
        if (options.PolicyFile is not null)
        {
            return $"""
                {head}
                Ask it:
                  {Curl(admission, certificates, options, ForeignImage)}

                """;
        }

        return $"""
            {head}
            Allowed:
              {Curl(admission, certificates, options, AllowedImage(options.AllowedRegistries))}

            Refused:
              {Curl(admission, certificates, options, ForeignImage)}

            """;
    }

    /// <summary>An image of the first of the registries.</summary>
    /// <param name="allowedRegistries">The registries, separated by commas.</param>
    public static string AllowedImage(string allowedRegistries) => $"{Registries(allowedRegistries).FirstOrDefault("docker.io")}/library/busybox";

    /// <summary>The registries of a list that is divided by commas.</summary>
    public static string[] Registries(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Curl(string admission, DevelopmentCertificates certificates, AppHostOptions options, string image)
    {
        var review = $$$"""{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":{{{JsonSerializer.Serialize(image)}}}}],"namespace":"default"}}""";
        return Shell.Curl(certificates, options, review, $"{admission}/image_policy");
    }
}
