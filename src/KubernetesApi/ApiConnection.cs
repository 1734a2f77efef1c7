using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Exceptions;

namespace Bouncer.KubernetesApi;

/// <summary>
/// Where the API server is and who we are there: from a kubeconfig, or from the service account of the Pod, whose token is
/// read again as it is rotated. The package KubernetesClient does this; requests and answers are ours.
/// </summary>
public sealed class ApiConnection : IDisposable
{
    private readonly Kubernetes _client;
    private readonly string _userAgent;

    private ApiConnection(KubernetesClientConfiguration configuration, string userAgent)
    {
        _userAgent = userAgent;
        SocketsHttpHandler? handler = null;
        configuration.FirstMessageHandlerSetup = made => handler = made;
        _client = new(configuration);
        if (handler is not null)
        {
            Configure(handler, configuration);
        }
    }

    /// <summary>The address of the API server, with a slash at its end.</summary>
    public Uri Server => new(_client.BaseUri.AbsoluteUri.TrimEnd('/') + "/");

    /// <summary>Reads a kubeconfig, or takes what the Pod was given.</summary>
    /// <param name="kubeconfig">The path of a kubeconfig; null inside a cluster.</param>
    /// <param name="userAgent">What the API server's audit log calls us.</param>
    /// <exception cref="ApiException">There is neither, or it cannot be used.</exception>
    public static ApiConnection Open(string? kubeconfig, string userAgent)
    {
        if (kubeconfig is null && !KubernetesClientConfiguration.IsInCluster())
        {
            throw new ApiException(
                "There is no service account of a Pod here to reach the API server with. Outside a cluster, name a kubeconfig with --kubeconfig.",
                null,
                ApiException.NoCredentials);
        }

        try
        {
            return new(
                kubeconfig is null
                    ? KubernetesClientConfiguration.InClusterConfig()
                    : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig),
                userAgent);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The package throws whatever its YAML reader, its certificates or a credential program threw.
            var what = kubeconfig is null ? "The Pod's service account" : $"The kubeconfig {kubeconfig}";
            throw new ApiException($"{what} cannot be used: {e.Message}", null, ApiException.NoCredentials, e);
        }
    }

    /// <summary>Sends a request, with who we are; the answer's body is read by the caller.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = _client.HttpClient.DefaultRequestVersion;
        request.VersionPolicy = _client.HttpClient.DefaultVersionPolicy;
        request.Headers.UserAgent.ParseAdd(_userAgent);
        if (_client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        return await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static void Configure(SocketsHttpHandler handler, KubernetesClientConfiguration configuration)
    {
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.EnableMultipleHttp2Connections = true;

        // A peer that vanished without a word is found by these, long before a watch is over.
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);

        if (configuration.SkipTlsVerify || configuration.SslCaCerts is null)
        {
            return;
        }

        // The package's own check asks for the cluster's authority, and not for the server's name: with it any certificate
        // of the cluster could stand in for the API server.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(configuration.SslCaCerts);
        handler.SslOptions.CertificateChainPolicy = policy;
        handler.SslOptions.RemoteCertificateValidationCallback = null;
    }
}
