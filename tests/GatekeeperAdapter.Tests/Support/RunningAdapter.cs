using System.Net;
using Bouncer.GatekeeperAdapter.Folder;
using Bouncer.GatekeeperAdapter.Hosting;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bouncer.GatekeeperAdapter.Tests.Support;

/// <summary>The whole service in this process, over real TLS on free ports of loopback, with a folder of policies.</summary>
internal sealed class RunningAdapter : RunningService
{
    private RunningAdapter(WebApplication app, TestAuthority authority, TemporaryFolder folder, string policies)
        : base(app, authority, folder, TestContext.Current.CancellationToken)
    {
        Policies = policies;
    }

    /// <summary>The path of the folder.</summary>
    public string Policies { get; }

    public PolicyState State => Services.GetRequiredService<PolicyState>();

    public PolicyFolder PolicyFolder => Services.GetRequiredService<PolicyFolder>();

    /// <summary>Starts the service with some files in its folder.</summary>
    public static Task<RunningAdapter> StartAsync(params (string Name, string Content)[] files) => StartAsync(options => options, null, files);

    public static async Task<RunningAdapter> StartAsync(
        Func<AdapterOptions, AdapterOptions> configure, CapturedLogs? logs = null, params (string Name, string Content)[] files)
    {
        var authority = new TestAuthority();
        var folder = new TemporaryFolder();
        var policies = Directory.CreateDirectory(folder.File("policies")).FullName;
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(policies, name))!);
            folder.Write(Path.Combine("policies", name), content);
        }

        using var certificate = authority.IssueServer();
        var options = configure(new AdapterOptions
        {
            CertificatePath = folder.Write("tls.crt", certificate.ExportCertificatePem()),
            KeyPath = folder.Write("tls.key", certificate.KeyPem()),
            PoliciesPath = policies,
            Bind = IPAddress.Loopback,
        });

        List<string> problems = [];
        var startupFiles = StartupFiles.Read(options, TimeProvider.System, problems);
        Assert.Empty(problems);
        var app = AdapterApp.Build(options, startupFiles!, builder =>
        {
            builder.Logging.ClearProviders();
            if (logs is not null)
            {
                builder.Logging.AddProvider(logs);
            }
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningAdapter(app, authority, folder, policies);
    }

    /// <summary>Posts a review as an API server would, and tells what came back.</summary>
    public async Task<Answer> AdmitAsync(string body, string path = "/v1/admit?timeout=10s", string type = "application/json")
    {
        using var response = await SendAsync(path, body, type: type);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Writes a file of the folder.</summary>
    public void Write(string name, string content) => Folder.Write(Path.Combine("policies", name), content);
}
