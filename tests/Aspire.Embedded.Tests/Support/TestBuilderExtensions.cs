namespace Bouncer.Aspire.Embedded.Tests.Support;

internal static class TestBuilderExtensions
{
    /// <summary>A shell that runs a script. It ends with the script.</summary>
    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script)
        => builder.AddExecutable(name, "sh", ".", "-c", script);

    /// <summary>A shell that runs until it gets SIGTERM.</summary>
    public static IResourceBuilder<ExecutableResource> AddIdle(this IDistributedApplicationBuilder builder, string name)
        => builder.AddShell(name, "trap 'echo got SIGTERM; exit 0' TERM; echo ready; while :; do sleep 1000 & wait; done");

    /// <summary>The web service of the test app, with an endpoint "http" and a health check.</summary>
    public static IResourceBuilder<ExecutableResource> AddService(this IDistributedApplicationBuilder builder, string name, string? healthyFile = null)
    {
        var service = builder
            .AddExecutable(name, "dotnet", ".", typeof(Projects.Aspire_Embedded_TestApp).Assembly.Location, "serve")
            .WithHttpEndpoint(env: "PORT")
            .WithHttpHealthCheck("/health");
        return healthyFile is null ? service : service.WithEnvironment("HEALTHY_FILE", healthyFile);
    }
}
