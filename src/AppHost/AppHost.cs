using Bouncer.AppHost;
using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Cluster;

HostChoice.Announce(Console.Out);

var builder = DistributedApplication.CreateBuilder(args);
if (!AppHostOptions.TryRead(builder.Configuration, Console.Error, out var options))
{
    return 2;
}

var certificates = DevelopmentCertificates.Ensure(Path.Combine(builder.AppHostDirectory, "../../artifacts/certificates"), TimeProvider.System);
if (!DevelopmentCluster.TryCreate(options, certificates, Console.Error, out var cluster))
{
    return 2;
}

await using var ending = cluster;

// The backend of kube-apiserver's ImagePolicyWebhook. It binds by its own options and certificate, so ASPNETCORE_URLS is
// kept away from it. A port that people know is not proxied; any free port is, since Aspire finds one only for a proxy.
var webhook = builder.AddProject("image-bouncer-webhook", "../Webhook/Webhook.csproj", o => o.ExcludeLaunchProfile = true)
    .WithEndpointsInEnvironment(_ => false)
    .WithHttpsEndpoint(port: options.AdmissionPort, name: "admission", env: "BOUNCER_PORT", isProxied: options.AdmissionPort is null)
    .WithHttpEndpoint(name: "management", env: "BOUNCER_MANAGEMENT_PORT")
    .WithEnvironment("BOUNCER_BIND", options.Bind.ToString())
    .WithEnvironment("BOUNCER_CERTIFICATE", certificates.ServerCertificate)
    .WithEnvironment("BOUNCER_KEY", certificates.ServerKey)
    .WithEnvironment("BOUNCER_SHUTDOWN_DELAY", "0")
    .WithEnvironment("Logging__Console__FormatterName", "simple")
    .WithHttpHealthCheck("/readyz", endpointName: "management");

if (options.PolicyFile is { } policy)
{
    webhook.WithEnvironment("BOUNCER_POLICY", policy);
}
else
{
    webhook.WithEnvironment("BOUNCER_REGISTRY_WHITELIST", builder.AddParameter("allowed-registries", options.AllowedRegistries));
}

if (options.RequireClientCertificates)
{
    webhook.WithEnvironment("BOUNCER_CLIENT_CA", certificates.Authority);
}

// kube-apiserver asks the Webhook as soon as that answers.
webhook.OnResourceReady(async (_, _, cancellationToken) =>
{
    var (admission, management) = (webhook.GetEndpoint("admission").Url, webhook.GetEndpoint("management").Url);
    await Console.Out.WriteLineAsync(WebhookGuide.Write(admission, management, certificates, options));
    if (cluster is not null)
    {
        await cluster.StartAsync(admission, options, Console.Out, cancellationToken);
    }
});

await builder.Build().RunAsync();
return 0;
