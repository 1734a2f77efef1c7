using Bouncer.AppHost;
using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Cluster;
using Bouncer.AppHost.Dashboard;
using Bouncer.AppHost.Gatekeeper;
using Bouncer.AppHost.Resources;
using Microsoft.Extensions.DependencyInjection;

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
await using var resources = await ResourceEndpoint.StartAsync();

// The backend of kube-apiserver's ImagePolicyWebhook.
var webhook = builder.AddAdmissionService("image-bouncer-webhook", "../Webhook/Webhook.csproj", options.AdmissionPort, certificates, options);
if (options.PolicyFile is { } policy)
{
    webhook.WithEnvironment("BOUNCER_POLICY", policy);
}
else
{
    webhook.WithEnvironment("BOUNCER_REGISTRY_WHITELIST", builder.AddParameter("allowed-registries", options.AllowedRegistries));
}

// The Gatekeeper-compatible service. Its templates and constraints are the cluster's, if there is one, else those of a folder.
var constraints = ConstraintsSource.Of(options, cluster, builder.AppHostDirectory);
var gatekeeper = builder.AddAdmissionService(
        "gatekeeper-adapter", "../GatekeeperAdapter/GatekeeperAdapter.csproj", options.Gatekeeper.Port, certificates, options)
    .WithEnvironment("BOUNCER_STATE", () => constraints.Kubeconfig is null ? "folder" : "cluster")
    .WithEnvironment("BOUNCER_POLICIES", () => constraints.Kubeconfig is null ? constraints.Folder : "")
    .WithEnvironment("BOUNCER_KUBECONFIG", () => constraints.Kubeconfig ?? "")
    .WithEnvironment("BOUNCER_EXEMPT_NAMESPACE", GatekeeperSetup.Namespace);
if (constraints.ComesLater)
{
    gatekeeper.WithExplicitStart();
}

// What both decide, to look at.
if (options.Dashboard.IsWanted)
{
    var dashboard = new DashboardService(builder, options.Dashboard.Port, resources);
    dashboard.Watch(webhook);
    dashboard.Watch(gatekeeper);
}

// kube-apiserver asks the Webhook as soon as that answers, and gatekeeper-adapter once it has read what kube-apiserver holds.
webhook.OnResourceReady(async (_, ready, cancellationToken) =>
{
    var (admission, management) = (webhook.GetEndpoint("admission").Url, webhook.GetEndpoint("management").Url);
    await Console.Out.WriteLineAsync(WebhookGuide.Write(admission, management, certificates, options));
    if (cluster is not null)
    {
        await cluster.StartAsync(admission, options, Console.Out, cancellationToken);
        await ready.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(gatekeeper.Resource, KnownResourceCommands.StartCommand, cancellationToken);
    }
});

gatekeeper.OnResourceReady(async (_, _, cancellationToken) =>
{
    var (admission, management) = (gatekeeper.GetEndpoint("admission").Url, gatekeeper.GetEndpoint("management").Url);
    var guide = new GatekeeperGuide(admission, management, certificates, options, constraints);
    await Console.Out.WriteLineAsync(
        cluster?.Kubectl is { } kubectl ? guide.Write(kubectl, await GatekeeperSetup.ApplyAsync(kubectl, admission, certificates, constraints.Folder, cancellationToken)) : guide.Write());
});

var app = builder.Build();
resources.Show(app);
await app.RunAsync();
return 0;
