using System.Net;
using Bouncer.TestSupport;
using Bouncer.Webhook.Hosting;
using Bouncer.Webhook.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Bouncer.Webhook.Tests.Support;

/// <summary>The whole service in this process, over real TLS on free ports of loopback.</summary>
internal sealed class RunningWebhook : RunningService
{
    private RunningWebhook(WebApplication app, TestAuthority authority, TemporaryFolder folder, StartupFiles files)
        : base(app, authority, folder, TestContext.Current.CancellationToken)
    {
        Files = files;
    }

    public StartupFiles Files { get; }

    /// <summary>Starts the service with docker.io and gcr.io allowed, unless told otherwise.</summary>
    public static async Task<RunningWebhook> StartAsync(
        Func<WebhookOptions, TemporaryFolder, TestAuthority, WebhookOptions>? configure = null,
        Action<WebApplicationBuilder>? customise = null)
    {
        var authority = new TestAuthority();
        var folder = new TemporaryFolder();
        using var certificate = authority.IssueServer();
        var options = new WebhookOptions
        {
            CertificatePath = folder.Write("tls.crt", certificate.ExportCertificatePem()),
            KeyPath = folder.Write("tls.key", certificate.KeyPem()),
            Registries = ["docker.io", "gcr.io"],
            Bind = IPAddress.Loopback,
        };
        options = configure?.Invoke(options, folder, authority) ?? options;

        List<string> problems = [];
        var files = StartupFiles.Read(options, TimeProvider.System, problems);
        Assert.Empty(problems);
        var app = WebhookApp.Build(options, files!, builder =>
        {
            builder.Logging.ClearProviders();
            customise?.Invoke(builder);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningWebhook(app, authority, folder, files!);
    }

    /// <summary>Starts the service with a policy file.</summary>
    public static Task<RunningWebhook> StartWithPolicyAsync(string policy)
        => StartAsync((options, folder, _) => options with { Registries = [], PolicyPath = folder.Write("policy.yaml", policy) });

    /// <summary>Posts a body as an API server would, and tells what came back.</summary>
    public async Task<Answer> PostAsync(string path, string body, HttpClient? client = null)
    {
        using var response = await SendAsync(path, body, client);
        return await Answer.ReadAsync(response);
    }
}
