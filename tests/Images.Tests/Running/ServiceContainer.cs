using System.Text;
using System.Text.RegularExpressions;
using Bouncer.Images.Tests.Support;
using Bouncer.TestSupport;

namespace Bouncer.Images.Tests.Running;

/// <summary>A service in a container, confined as <c>deploy</c> confines it: its image's user, nothing to write to, no
/// capabilities. Its ports are on loopback.</summary>
internal sealed partial class ServiceContainer : IAsyncDisposable
{
    private readonly TestAuthority _authority;
    private readonly TemporaryFolder _folder;
    private readonly string _id;

    private ServiceContainer(TestAuthority authority, TemporaryFolder folder, string id)
    {
        _authority = authority;
        _folder = folder;
        _id = id;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Loads the image and starts it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="certificates">Where its Deployment mounts the certificate.</param>
    /// <param name="configuration">Where it looks for what it decides by.</param>
    /// <param name="files">What is there, as text by name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ServiceContainer> StartAsync(
        Service service, string certificates, string configuration, Dictionary<string, string> files, IEnumerable<string> arguments)
    {
        var image = service.Image().Document("manifest.json")[0].GetProperty("RepoTags")[0].GetString()!;
        await Docker.RunAsync("load", "--quiet", "--input", service.Archive);

        var (authority, folder) = (new TestAuthority(), new TemporaryFolder());
        using var certificate = authority.IssueServer();
        var tls = Folder(folder, "tls", new() { ["tls.crt"] = certificate.ExportCertificatePem(), ["tls.key"] = certificate.KeyPem() });
        var id = await Docker.RunAsync(
        [
            "run", "--detach", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--log-driver", "json-file",
            "--publish", "127.0.0.1::1323", "--publish", "127.0.0.1::8443", "--publish", "127.0.0.1::9090",
            "--volume", $"{tls}:{certificates}:ro", "--volume", $"{Folder(folder, "files", files)}:{configuration}:ro",
            image, .. arguments,
        ]);
        return new(authority, folder, id);
    }

    /// <summary>The arguments that a Deployment gives to its container.</summary>
    public static string[] ArgumentsOf(Service service)
        => [.. Argument().Matches(Service.Manifest(service.Deployment, "deployment.yaml")).Select(m => m.Groups[1].Value)];

    /// <summary>Waits until the service says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var client = new HttpClient();
        var readiness = new Uri($"http://{await PortAsync(9090)}/readyz");
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var response = await client.GetAsync(readiness, Cancellation);
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    Assert.True(await Docker.RunAsync("inspect", "--format", "{{.State.Running}}", _id) == "true", await LogsAsync());
                    return false;
                }
            },
            "the service in the container is ready",
            Cancellation);
    }

    /// <summary>Posts a body by TLS and tells the answer.</summary>
    public async Task<string> AskAsync(int port, string path, string body)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = TestTrust.In(_authority) } });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri($"https://{await PortAsync(port)}{path}"), content, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Ends it as the kubelet does, and tells its exit code.</summary>
    public async Task<string> StopAsync()
    {
        await Docker.RunAsync("stop", "--time", "30", _id);
        return await Docker.RunAsync("inspect", "--format", "{{.State.ExitCode}}", _id);
    }

    public async ValueTask DisposeAsync()
    {
        await Docker.RunAsync("rm", "--force", "--volumes", _id);
        _folder.Dispose();
        _authority.Dispose();
    }

    // "- --cert=/etc/admission-controller/tls/tls.crt"
    [GeneratedRegex(@"^        - (--\S+)$", RegexOptions.Multiline)]
    private static partial Regex Argument();

    private static string Folder(TemporaryFolder parent, string name, Dictionary<string, string> files)
    {
        var folder = Directory.CreateDirectory(parent.File(name)).FullName;
        foreach (var (file, content) in files)
        {
            File.WriteAllText(Path.Combine(folder, file), content);
        }

        return folder;
    }

    private async Task<string> PortAsync(int port) => await Docker.RunAsync("port", _id, $"{port}/tcp");

    private async Task<string> LogsAsync() => await Docker.RunAsync("logs", _id);
}
