using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bouncer.LocalCluster.Binaries;
using Bouncer.LocalCluster.Certificates;
using Bouncer.LocalCluster.Processes;

namespace Bouncer.LocalCluster.Components;

/// <summary>Asks a control plane whether Pods can be created.</summary>
internal sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _client;
    private readonly HttpClient _http;
    private readonly string _apiServer;
    private readonly string _controllerManager;
    private readonly string _serviceAccount;

    /// <param name="ports">Where the components listen.</param>
    /// <param name="version">The API server's version.</param>
    /// <param name="certificates">What they are trusted by.</param>
    public Readiness(Ports ports, KubernetesVersion version, ClusterCertificates certificates)
    {
        _apiServer = $"https://127.0.0.1:{ports.ApiServer}";
        _controllerManager = $"https://127.0.0.1:{ports.ControllerManager}";
        _serviceAccount = version.IsBefore(24) ? "\"secrets\"" : "\"ServiceAccount\""; // Before 1.24 it has to have a token.
        _authority = X509CertificateLoader.LoadCertificateFromFile(certificates.Authority);
        _client = X509Certificate2.CreateFromPem(certificates.Admin.Certificate, certificates.Admin.Key);
        _http = new(new SocketsHttpHandler
        {
            SslOptions = new()
            {
                ClientCertificates = [_client],
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { _authority },
                },
            },
            UseProxy = false,
        })
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>Waits until the API server is ready.</summary>
    /// <param name="components">Those that have to run meanwhile.</param>
    /// <param name="deadline">Ends the wait.</param>
    /// <exception cref="ControlPlaneException">A component has ended by itself.</exception>
    public Task WaitForApiServerAsync(ControlPlaneComponent[] components, CancellationToken deadline)
        => WaitAsync($"{_apiServer}/readyz", "", components, deadline);

    /// <summary>Waits until the controller manager is healthy and has given namespace default its service account, without which
    /// admission refuses Pods.</summary>
    /// <inheritdoc cref="WaitForApiServerAsync"/>
    public async Task WaitForControllerManagerAsync(ControlPlaneComponent[] components, CancellationToken deadline)
    {
        await WaitAsync($"{_controllerManager}/healthz", "", components, deadline).ConfigureAwait(false);
        await WaitAsync($"{_apiServer}/api/v1/namespaces/default/serviceaccounts/default", _serviceAccount, components, deadline).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _http.Dispose();
        _client.Dispose();
        _authority.Dispose();
    }

    private async Task WaitAsync(string probe, string expected, ControlPlaneComponent[] components, CancellationToken deadline)
    {
        while (!await AnswersAsync(probe, expected, deadline).ConfigureAwait(false))
        {
            if (components.FirstOrDefault(c => !c.IsRunning) is { } ended)
            {
                throw new ControlPlaneException($"{ended.Name} has ended by itself.");
            }

            await Task.Delay(Interval, deadline).ConfigureAwait(false);
        }
    }

    private async Task<bool> AnswersAsync(string probe, string expected, CancellationToken deadline)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(probe), deadline).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK
                && (await answer.Content.ReadAsStringAsync(deadline).ConfigureAwait(false)).Contains(expected, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException
            || (e is TaskCanceledException && !deadline.IsCancellationRequested))
        {
            return false; // Not there yet.
        }
    }
}
