using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bouncer.KubernetesApi.Access;

namespace Bouncer.KubernetesApi;

/// <summary>
/// Where the API server is and who we are there: from a kubeconfig, or from the service account of the Pod. Tokens and
/// certificates that others rotate are followed (docs/adr/0008-we-connect-ourselves.md).
/// </summary>
public sealed class ApiConnection : IDisposable
{
    private readonly ApiAccess _access;
    private readonly string _userAgent;
    private volatile Transport? _transport;

    private ApiConnection(ApiAccess access, string userAgent) => (_access, _userAgent) = (access, userAgent);

    /// <summary>The address of the API server, with a slash at its end.</summary>
    public Uri Server => _access.Server;

    /// <summary>Reads a kubeconfig, or takes what the Pod was given.</summary>
    /// <param name="kubeconfig">The path of a kubeconfig; null inside a cluster.</param>
    /// <param name="userAgent">What the API server's audit log calls us.</param>
    /// <param name="time">The clock; the system's if none is given.</param>
    /// <exception cref="ApiException">There is neither, or it cannot be used.</exception>
    public static ApiConnection Open(string? kubeconfig, string userAgent, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var access = kubeconfig is not null
            ? Kubeconfig.Read(kubeconfig, time)
            : ServiceAccount.Find()?.Read(time) ?? throw new ApiException(
                "There is no service account of a Pod here to reach the API server with. Outside a cluster, name a kubeconfig with --kubeconfig.",
                null,
                ApiException.NoCredentials);
        return new(access, userAgent);
    }

    /// <summary>Sends a request, with who we are; the answer's body is read by the caller.</summary>
    /// <exception cref="ApiException">We have nothing to say who we are with.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credential = await _access.Credentials.CurrentAsync(cancellationToken);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        request.Headers.UserAgent.ParseAdd(_userAgent);
        request.Headers.Host = _access.ServerName; // What .NET asks for by TLS, and holds the certificate against.
        request.Headers.Authorization = credential.Authorization;
        foreach (var (name, value) in _access.Impersonation)
        {
            request.Headers.Add(name, value);
        }

        var answer = await ClientFor(credential.Certificate).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            _access.Credentials.Refuse(credential);
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport?.Client.Dispose();
        _access.Credentials.Dispose();
    }

    private HttpClient ClientFor(ClientCertificate? certificate)
    {
        if (_transport is { } current && Equals(current.Certificate, certificate))
        {
            return current.Client;
        }

        // Connections with the certificate of before end when what is under way on them has ended.
        var made = new Transport(certificate, new(Handler(certificate)) { Timeout = Timeout.InfiniteTimeSpan });
        _transport = made;
        return made.Client;
    }

    private SocketsHttpHandler Handler(ClientCertificate? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,

            // A peer that vanished without a word is found by these, long before a watch is over.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        };
        if (_access.Proxy is { } proxy)
        {
            var who = Uri.UnescapeDataString(proxy.UserInfo).Split(':', 2);
            handler.Proxy = new WebProxy(proxy) { Credentials = proxy.UserInfo.Length > 0 ? new NetworkCredential(who[0], who.ElementAtOrDefault(1)) : null };
        }

        var tls = handler.SslOptions;
        tls.ClientCertificateContext = certificate?.Context;
        if (_access.TrustsAnyServer)
        {
#pragma warning disable CA5359 // The user has asked for it, with insecure-skip-tls-verify.
            tls.RemoteCertificateValidationCallback = delegate { return true; };
#pragma warning restore CA5359
        }
        else if (_access.Authorities is { } authorities)
        {
            tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return handler;
    }

    /// <summary>Connections that show a certificate, or none.</summary>
    private sealed record Transport(ClientCertificate? Certificate, HttpClient Client);
}
