using Bouncer.AppHost.Resources;
using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost.Dashboard;

/// <summary>Bouncer's dashboard as a resource: the services' telemetry goes to it, and from it to whoever else wants it.</summary>
internal sealed class DashboardService
{
    /// <summary>The header by which it knows who may send telemetry.</summary>
    private const string KeyHeader = "x-otlp-api-key";

    private readonly IResourceBuilder<ProjectResource> _dashboard;
    private readonly ConfigurationManager _configuration;
    private readonly string _token = Secrets.Create();
    private readonly string _apiKey = Secrets.Create();

    /// <summary>Adds the dashboard to an application.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="port">The port of its pages; null for any free one.</param>
    /// <param name="resources">Where it learns of the application's resources.</param>
    public DashboardService(IDistributedApplicationBuilder builder, int? port, ResourceEndpoint resources)
    {
        _configuration = builder.Configuration;
        _dashboard = builder.AddProject("dashboard", "../Dashboard/Dashboard.csproj", o => o.ExcludeLaunchProfile = true)
            .WithEndpointsInEnvironment(_ => false)
            .WithHttpEndpoint(port: port, name: "pages", env: "BOUNCER_DASHBOARD_PORT", isProxied: port is null)
            .WithHttpEndpoint(name: "otlp-http", env: "BOUNCER_DASHBOARD_OTLP_HTTP_PORT")
            .WithHttpEndpoint(name: "otlp-grpc", env: "BOUNCER_DASHBOARD_OTLP_GRPC_PORT")
            .WithHttpEndpoint(name: "management", env: "BOUNCER_DASHBOARD_MANAGEMENT_PORT")
            .WithEnvironment("BOUNCER_DASHBOARD_TOKEN", _token)
            .WithEnvironment("BOUNCER_DASHBOARD_OTLP_API_KEY", _apiKey)
            .WithEnvironment("BOUNCER_DASHBOARD_RESOURCES", () => resources.Url)
            .WithEnvironment("BOUNCER_DASHBOARD_RESOURCES_TOKEN", resources.Token)
            .WithEnvironment("Logging__Console__FormatterName", "simple")
            .WithHttpHealthCheck("/readyz", endpointName: "management");
        if (ForwardTo(_configuration, HostChoice.IsAspire) is { } forward)
        {
            _dashboard
                .WithEnvironment("BOUNCER_DASHBOARD_FORWARD", forward.Endpoint)
                .WithEnvironment("BOUNCER_DASHBOARD_FORWARD_HEADERS", forward.Headers);
        }

        _dashboard.OnResourceReady((_, _, _) => Console.Out.WriteLineAsync($"""

            dashboard is healthy. Decisions, traces and resources:
              {Address}

            """));
    }

    /// <summary>The address of the pages, with the token that lets people in.</summary>
    public string Address => $"{_dashboard.GetEndpoint("pages").Url}/login?t={_token}";

    /// <summary>Has a service send its telemetry here, soon after it arises.</summary>
    public void Watch(IResourceBuilder<ProjectResource> service) => service
        .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", _dashboard.GetEndpoint("otlp-http"))
        .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .WithEnvironment("OTEL_EXPORTER_OTLP_HEADERS", $"{KeyHeader}={_apiKey}")
        .WithEnvironment("OTEL_SERVICE_NAME", service.Resource.Name)
        .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", _configuration["OTEL_BSP_SCHEDULE_DELAY"] ?? "500")
        .WithEnvironment("OTEL_BLRP_SCHEDULE_DELAY", _configuration["OTEL_BLRP_SCHEDULE_DELAY"] ?? "500")
        .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", _configuration["OTEL_METRIC_EXPORT_INTERVAL"] ?? "2000");

    /// <summary>
    /// Who gets everything as well: Aspire's own dashboard where there is one, else the endpoint that the services would have
    /// sent to without this dashboard. It passes on over HTTP alone, so an endpoint that wants gRPC gets nothing.
    /// </summary>
    /// <param name="configuration">The AppHost's, with its environment.</param>
    /// <param name="isAspire">Whether Aspire runs the AppHost.</param>
    /// <returns>The endpoint and its headers; null for nobody.</returns>
    internal static (string Endpoint, string Headers)? ForwardTo(IConfiguration configuration, bool isAspire)
    {
        if (isAspire)
        {
            return configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 } aspire
                ? (aspire, configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key ? $"{KeyHeader}={key}" : "")
                : null;
        }

        return configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } endpoint && configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf"
            ? (endpoint, configuration["OTEL_EXPORTER_OTLP_HEADERS"] ?? "")
            : null;
    }
}
