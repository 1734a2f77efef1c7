using System.Net;
using System.Text;
using Bouncer.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Bouncer.KubernetesApi.Tests.Support;

/// <summary>A test with a server, and a kubeconfig in a folder of its own.</summary>
public abstract class ConnectionTest : IAsyncLifetime
{
    private TestServer? _server;

    protected static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>The clock, which stands still.</summary>
    protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>The folder of the kubeconfig.</summary>
    protected TemporaryFolder Folder { get; } = new();

    /// <summary>Who has issued the server's certificate.</summary>
    protected TestAuthority Authority { get; } = new();

    private protected TestServer Server => _server!;

    /// <summary>What of a cluster's entry names the server and its authority.</summary>
    protected string Cluster => $"server: \"{Server.Address}\", {AuthorityData(Authority.Pem)}";

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(Authority);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Authority.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The entry for an authority, in the kubeconfig itself.</summary>
    protected static string AuthorityData(string pem) => $"certificate-authority-data: {Base64(pem)}";

    protected static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a kubeconfig of one context and tells its path.</summary>
    /// <param name="user">What it says of the user, between the braces.</param>
    /// <param name="cluster">What it says of the cluster; <see cref="Cluster"/> if not given.</param>
    protected string Kubeconfig(string user, string? cluster = null) => Folder.Write("kubeconfig", $$"""
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: production, user: admin} }]
        clusters: [{name: production, cluster: { {{cluster ?? Cluster}} } }]
        users: [{name: admin, user: { {{user}} } }]
        """);

    /// <summary>Opens a connection by such a kubeconfig.</summary>
    protected ApiConnection Open(string user, string? cluster = null) => ApiConnection.Open(Kubeconfig(user, cluster), "tests", Time);

    /// <summary>Sends a request, and tells the status of the answer.</summary>
    protected static async Task<HttpStatusCode> AskAsync(ApiConnection connection)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.Server, "version"));
        using var answer = await connection.SendAsync(request, Deadline);
        return answer.StatusCode;
    }

    /// <summary>Sends a request by such a kubeconfig, and tells who came.</summary>
    private protected async Task<Asked> AskOnceAsync(string user, string? cluster = null)
    {
        using var connection = Open(user, cluster);
        await AskAsync(connection);
        return Server.Asked[^1];
    }

    /// <summary>What is said of a kubeconfig that cannot be used, after its path.</summary>
    protected string Problem(string user, string? cluster = null) => ProblemWith(Kubeconfig(user, cluster));

    /// <summary>What is said of a file that cannot be used, after its path.</summary>
    protected string ProblemWith(string file)
    {
        var refusal = Assert.Throws<ApiException>(() => ApiConnection.Open(file, "tests", Time));
        var begin = $"The kubeconfig {file} cannot be used: ";
        Assert.StartsWith(begin, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ApiException.NoCredentials, refusal.Reason);
        return refusal.Message[begin.Length..].Replace(Folder.Path, "FOLDER", StringComparison.Ordinal);
    }
}
