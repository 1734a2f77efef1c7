using Bouncer.AppHost.Certificates;

namespace Bouncer.AppHost;

/// <summary>What the services have in common: an admission endpoint over TLS and a management endpoint without.</summary>
internal static class AdmissionServices
{
    /// <summary>Adds a service that binds by its own options and certificate, so ASPNETCORE_URLS is kept away from it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">What the service is called.</param>
    /// <param name="project">Its project file.</param>
    /// <param name="port">Its port; null for any free one. A port that people know is not proxied; any free port is, since
    /// Aspire finds one only for a proxy.</param>
    /// <param name="certificates">What it shows, and what it trusts.</param>
    /// <param name="options">Where it listens, and whether it asks for client certificates.</param>
    public static IResourceBuilder<ProjectResource> AddAdmissionService(
        this IDistributedApplicationBuilder builder, string name, string project, int? port, DevelopmentCertificates certificates, AppHostOptions options)
    {
        var service = builder.AddProject(name, project, o => o.ExcludeLaunchProfile = true)
            .WithEndpointsInEnvironment(_ => false)
            .WithHttpsEndpoint(port: port, name: "admission", env: "BOUNCER_PORT", isProxied: port is null)
            .WithHttpEndpoint(name: "management", env: "BOUNCER_MANAGEMENT_PORT")
            .WithEnvironment("BOUNCER_BIND", options.Bind.ToString())
            .WithEnvironment("BOUNCER_CERTIFICATE", certificates.ServerCertificate)
            .WithEnvironment("BOUNCER_KEY", certificates.ServerKey)
            .WithEnvironment("BOUNCER_SHUTDOWN_DELAY", "0")
            .WithEnvironment("Logging__Console__FormatterName", "simple")
            .WithHttpHealthCheck("/readyz", endpointName: "management");
        return options.RequireClientCertificates ? service.WithEnvironment("BOUNCER_CLIENT_CA", certificates.Authority) : service;
    }
}
