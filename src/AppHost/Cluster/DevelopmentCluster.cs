using System.Diagnostics;
using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Gatekeeper;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;

namespace Bouncer.AppHost.Cluster;

/// <summary>A control plane whose ImagePolicyWebhook plugin asks the Webhook, with the admission configuration of the
/// walk-through, and that has a place for gatekeeper-adapter. Started once the Webhook answers, gone with the AppHost.</summary>
internal sealed class DevelopmentCluster(KubernetesBinaries binaries, DevelopmentCertificates certificates) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task<ControlPlane>? _start;

    /// <summary>kubectl for the control plane; null until that is ready.</summary>
    public Kubectl? Kubectl { get; private set; }

    /// <summary>The path of the administrator's kubeconfig; null until the control plane is ready.</summary>
    public string? KubeconfigFile { get; private set; }

    /// <summary>The cluster that was asked for, as far as its programs are there.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="certificates">What Webhook and API server know each other by.</param>
    /// <param name="errors">Is told if the cluster cannot be had.</param>
    /// <param name="cluster">The cluster; null where none was asked for, or none can be had and nobody insisted.</param>
    /// <returns>False if somebody insisted.</returns>
    public static bool TryCreate(AppHostOptions options, DevelopmentCertificates certificates, TextWriter errors, out DevelopmentCluster? cluster)
    {
        var binaries = options.Cluster == ClusterKind.None ? null : KubernetesBinaries.Find();
        cluster = binaries is null ? null : new(binaries, certificates);
        if (binaries is null && options.Cluster == ClusterKind.Native)
        {
            errors.WriteLine("--cluster is 'native', and the programs of a control plane are not here. eng/kubernetes.sh gets them.");
            return false;
        }

        return true;
    }

    /// <summary>Starts the control plane, the first time it is called, and tells people how to use it.</summary>
    /// <param name="webhook">The URL of the Webhook.</param>
    /// <param name="options">What the Webhook allows.</param>
    /// <param name="output">Where to tell.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task StartAsync(string webhook, AppHostOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        if (_start is not null)
        {
            return; // The Webhook was restarted; the API server finds it where it was.
        }

        var watch = Stopwatch.StartNew();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        _start = ControlPlane.StartAsync(
            new()
            {
                Binaries = binaries,
                ImagePolicyWebhook = AskingAt(webhook),
                WebhookClientCertificate = new(certificates.ClientCertificate, certificates.ClientKey),
            },
            either.Token);
        try
        {
            var cluster = await _start.ConfigureAwait(false);
            await output.WriteLineAsync(ClusterGuide.Write(cluster, watch.Elapsed, options)).ConfigureAwait(false);
            var kubectl = new Kubectl(cluster);
            if (await GatekeeperSetup.CreateNamespaceAsync(kubectl, either.Token).ConfigureAwait(false) is { } failure)
            {
                await output.WriteLineAsync($"The cluster is not for gatekeeper-adapter: {failure}").ConfigureAwait(false);
                return;
            }

            (Kubectl, KubeconfigFile) = (kubectl, cluster.KubeconfigFile);
        }
        catch (ControlPlaneException e)
        {
            await output.WriteLineAsync($"There is no cluster: {e.Message}").ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The AppHost ends before the cluster was there.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_start is not null)
        {
            await _start.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (_start.IsCompletedSuccessfully)
            {
                await (await _start.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }

        _end.Dispose();
    }

    private ImagePolicyWebhookConfiguration AskingAt(string webhook) => new()
    {
        Server = new($"{webhook}/image_policy"),
        CertificateAuthorityFile = certificates.Authority,
        ClientCertificate = new(certificates.ClientCertificate, certificates.ClientKey),
    };
}
