using System.Globalization;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;
using Bouncer.LocalCluster.Certificates;
using Bouncer.LocalCluster.Components;
using Bouncer.LocalCluster.Processes;

namespace Bouncer.LocalCluster;

/// <summary>
/// A real Kubernetes control plane on this machine: etcd, kube-apiserver and kube-controller-manager as child processes on
/// free ports of the loopback interface. No nodes: Pods are admitted, stored and stay Pending.
/// </summary>
/// <remarks>
/// Nothing is left behind: not when it is disposed, not when the start fails halfway, and not when this process is killed.
/// Any number can run at once. Needs no privileges. Members are not safe for use by several threads at once.
/// </remarks>
public sealed class ControlPlane : IAsyncDisposable
{
    private const int LinesOfALog = 15;

    private readonly ClusterFolder _folder;
    private readonly Ports _ports;
    private readonly ClusterCertificates _certificates;
    private readonly Readiness _readiness;
    private readonly string _controllerManagerKubeconfig;
    private ControlPlaneOptions _options;
    private bool _disposed;

    private ControlPlane(ControlPlaneOptions options, KubernetesBinaries binaries, KubernetesVersion version)
    {
        _options = options;
        Binaries = binaries;
        Version = version;
        _folder = new();
        try
        {
            _ports = Ports.Choose();
            Server = new($"https://127.0.0.1:{_ports.ApiServer.ToString(CultureInfo.InvariantCulture)}");
            _certificates = ClusterCertificates.Write(_folder, TimeProvider.System.GetUtcNow());
            var authority = File.ReadAllText(_certificates.Authority);
            KubeconfigFile = _folder.WritePrivate("admin.kubeconfig", Kubeconfig.Write("admin", Server, authority, _certificates.Admin));
            _controllerManagerKubeconfig = _folder.WritePrivate(
                "controller-manager.kubeconfig", Kubeconfig.Write("controller-manager", Server, authority, _certificates.ControllerManager));
            _readiness = new(_ports, version, _certificates);

            var logs = options.LogFolder ?? _folder.File("logs");
            Directory.CreateDirectory(logs);
            ControlPlaneComponent Component(string name, string program) => new(name, program, _folder.Path, Path.Combine(logs, name + ".log"));
            Etcd = Component("etcd", binaries.Etcd);
            ApiServer = Component("kube-apiserver", binaries.ApiServer);
            ControllerManager = Component("kube-controller-manager", binaries.ControllerManager);
        }
        catch
        {
            _ports?.Dispose();
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>The address of the API server.</summary>
    public Uri Server { get; }

    /// <summary>The path of a kubeconfig that may do everything (group system:masters).</summary>
    public string KubeconfigFile { get; }

    /// <summary>The path of the certificate of the cluster's authority, which also signs certificate signing requests.</summary>
    public string CertificateAuthorityFile => _certificates.Authority;

    /// <summary>The programs that run.</summary>
    public KubernetesBinaries Binaries { get; }

    /// <summary>The version of the API server.</summary>
    public KubernetesVersion Version { get; }

    /// <summary>The store.</summary>
    public ControlPlaneComponent Etcd { get; }

    /// <summary>The API server.</summary>
    public ControlPlaneComponent ApiServer { get; }

    /// <summary>The controller manager.</summary>
    public ControlPlaneComponent ControllerManager { get; }

    private ControlPlaneComponent[] Components => [Etcd, ApiServer, ControllerManager];

    /// <summary>Starts a control plane and waits until Pods can be created in namespace default.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="cancellationToken">Ends the start; what was started is ended then.</param>
    /// <returns>The control plane, to be disposed.</returns>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="ControlPlaneException">The programs are not there, one of them ended, or the time is over. The message
    /// has the last lines of their logs.</exception>
    public static async Task<ControlPlane> StartAsync(ControlPlaneOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        Check(options);
        var binaries = options.Binaries ?? KubernetesBinaries.Find() ?? throw new ControlPlaneException(
            $"There are no programs of a control plane (etcd, kube-apiserver, kube-controller-manager, kubectl) in ${KubernetesBinaries.AssetsVariable}, PATH or the cache. eng/kubernetes.sh gets them.");

        var version = await binaries.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var cluster = new ControlPlane(options, binaries, version);
        try
        {
            await cluster.BecomeReadyAsync(cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Restarts the API server and waits until it is ready. The controller manager is restarted along: left alone it
    /// takes up to half a minute to notice that the API server is back.</summary>
    /// <param name="change">What is different from now on: arguments, plugins, feature gates, files. Where logs go and which
    /// programs run does not change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The restart.</returns>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="ControlPlaneException">It did not come back.</exception>
    public async Task RestartApiServerAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var options = change?.Invoke(_options) ?? _options;
        Check(options);
        await Task.WhenAll(ControllerManager.KillAsync(), ApiServer.StopAsync(cancellationToken)).ConfigureAwait(false);
        _options = options;
        await BecomeReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restarts etcd, with its data, and waits until the API server is ready again.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The restart.</returns>
    /// <exception cref="ControlPlaneException">It did not come back.</exception>
    public async Task RestartEtcdAsync(CancellationToken cancellationToken = default)
    {
        await Etcd.StopAsync(cancellationToken).ConfigureAwait(false);
        await BecomeReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restarts the controller manager and waits until it is healthy.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The restart.</returns>
    /// <exception cref="ControlPlaneException">It did not come back.</exception>
    public async Task RestartControllerManagerAsync(CancellationToken cancellationToken = default)
    {
        await ControllerManager.StopAsync(cancellationToken).ConfigureAwait(false);
        await BecomeReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last lines of all components' logs, for reports of failures.</summary>
    /// <param name="count">How many of each at most.</param>
    /// <returns>A text for people.</returns>
    public string LastLines(int count = LinesOfALog)
        => string.Concat(Components.Select(c => $"--- {c.Name} ({(c.IsRunning ? "running" : "not running")}){Environment.NewLine}{c.LastLines(count)}"));

    /// <summary>Ends everything at once and removes what it wrote. Logs in <see cref="ControlPlaneOptions.LogFolder"/> stay.</summary>
    /// <returns>The end.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Task.WhenAll(Components.Select(c => c.KillAsync())).ConfigureAwait(false);
        _readiness.Dispose();
        _ports.Dispose();
        _folder.Dispose();
    }

    private static void Check(ControlPlaneOptions options)
    {
        if (options.AdmissionConfigurationFile is not null && (options.ImagePolicyWebhook is not null || options.WebhookClientCertificate is not null))
        {
            throw new ArgumentException(
                $"{nameof(options.AdmissionConfigurationFile)} is set, and so is {nameof(options.ImagePolicyWebhook)} or {nameof(options.WebhookClientCertificate)}. An API server reads one AdmissionConfiguration: write all of it into the file, or leave the file out.",
                nameof(options));
        }
    }

    /// <summary>Starts what does not run, and waits until all is ready.</summary>
    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.StartTimeout);
        try
        {
            StartUnlessRunning(Etcd, Arguments.Etcd(_ports, _folder.File("etcd")));
            StartUnlessRunning(ApiServer, Arguments.ApiServer(_ports, _certificates, WithAdmission(_options))); // Tries until etcd is there.
            await _readiness.WaitForApiServerAsync([Etcd, ApiServer], deadline.Token).ConfigureAwait(false);

            // The controller manager ends by itself when it sees no API server for ten seconds.
            _ports.ReleaseControllerManager();
            StartUnlessRunning(ControllerManager, Arguments.ControllerManager(_ports, Version, _controllerManagerKubeconfig, _certificates, _options));
            await _readiness.WaitForControllerManagerAsync(Components, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"The control plane is not ready after {_options.StartTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.", e);
        }
        catch (ControlPlaneException e)
        {
            throw Failed(e.Message, e);
        }
    }

    /// <summary>The options with their AdmissionConfiguration written to a file.</summary>
    private ControlPlaneOptions WithAdmission(ControlPlaneOptions options)
    {
        var plugins = options.ImagePolicyWebhook is null ? options.AdmissionPlugins : [.. options.AdmissionPlugins, AdmissionConfiguration.ImagePolicyWebhook];
        var file = AdmissionConfiguration.Write(options.ImagePolicyWebhook, options.WebhookClientCertificate, _folder.Path);
        return options with { AdmissionPlugins = plugins, AdmissionConfigurationFile = file ?? options.AdmissionConfigurationFile };
    }

    private static void StartUnlessRunning(ControlPlaneComponent component, IReadOnlyList<string> arguments)
    {
        if (!component.IsRunning)
        {
            component.Start(arguments);
        }
    }

    private ControlPlaneException Failed(string what, Exception inner)
    {
        var logs = _options.LogFolder ?? KeepLogs();
        return new($"{what} The logs are in {logs}; their last lines:{Environment.NewLine}{LastLines()}", inner);
    }

    private string KeepLogs()
    {
        var kept = Directory.CreateTempSubdirectory("local-cluster-logs-").FullName;
        foreach (var component in Components.Where(c => File.Exists(c.LogFile)))
        {
            File.Copy(component.LogFile, Path.Combine(kept, Path.GetFileName(component.LogFile)));
        }

        return kept;
    }
}
