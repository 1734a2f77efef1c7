using System.Globalization;
using System.Net;
using Bouncer.LocalCluster;
using Bouncer.LocalCluster.Admission;
using Bouncer.LocalCluster.Binaries;
using Bouncer.LocalCluster.Components;
using Bouncer.TestSupport;
using DotNet.Testcontainers.Configurations;
using k8s;
using Testcontainers.K3s;

namespace Bouncer.E2E.Cluster.Kinds;

/// <summary>
/// A cluster in a container. What its API server reads is copied there to the paths that it has here, so that one
/// configuration is good for every kind of cluster.
/// </summary>
internal sealed class K3sCluster : ITestCluster
{
    /// <summary>The variable with the image, as <c>eng/k3s-image.sh</c> prints it.</summary>
    public const string ImageVariable = "E2E_K3S_IMAGE";

    private const string HostName = "host.docker.internal";
    private const string ProcessLabel = "dev.bouncer.e2e.process";
    private const ushort ApiServerPort = 6443;

    private readonly string _image;
    private readonly TemporaryFolder _folder;
    private readonly K3sContainer _container;
    private ControlPlaneOptions _options;

    private K3sCluster(string image, ControlPlaneOptions options, string auditLogFolder)
    {
        _image = image;
        _options = options;
        _folder = new();
        KubeconfigFile = _folder.File("kubeconfig.yaml");
        var builder = new K3sBuilder(image)
            // Its port would be another one after each restart.
            .WithPortBinding(FreePort(), ApiServerPort)
            .WithExtraHost(HostName, "host-gateway")
            .WithLabel(ProcessLabel, Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            .WithBindMount(auditLogFolder, auditLogFolder, AccessMode.ReadWrite)
            // k3s needs all rights for its node. The stand-in has none, and some machines cannot give them; the builder's own
            // method for this has no effect.
            .WithCreateParameterModifier(parameters => parameters.HostConfig!.Privileged = !IsStandIn)
            .WithCommand([.. ApiServerArguments.Of(options, ConfigurationFile).Select(argument => $"--kube-apiserver-arg={argument.TrimStart('-')}")]);
        builder = Files(options).Aggregate(builder, (b, file) => b.WithResourceMapping(File.ReadAllBytes(file), file));
        _container = builder.Build();
    }

    /// <inheritdoc/>
    public string Description => IsStandIn
        ? $"k3s: {_image}, which is not k3s but Kubernetes {Version} behind its command line, since k3s could not be had"
        : $"k3s: {_image}";

    /// <inheritdoc/>
    public KubernetesVersion Version { get; private set; }

    /// <inheritdoc/>
    public string KubeconfigFile { get; }

    private bool IsStandIn => _image.Contains("k3s-standin", StringComparison.Ordinal);

    /// <summary>The same file for all changes, since the container's arguments name it.</summary>
    private string ConfigurationFile => AdmissionConfiguration.PathIn(_folder.Path);

    /// <summary>Starts it.</summary>
    /// <param name="image">k3s, or what stands in for it.</param>
    /// <param name="options">What it is made of. Feature gates are ignored by k3s of today, and so are binaries.</param>
    /// <param name="auditLogFolder">The folder that the API server may write to.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<K3sCluster> StartAsync(string image, ControlPlaneOptions options, string auditLogFolder, CancellationToken cancellationToken)
    {
        var cluster = new K3sCluster(image, options, auditLogFolder);
        try
        {
            await cluster._container.StartAsync(cancellationToken);
            await File.WriteAllTextAsync(cluster.KubeconfigFile, await cluster._container.GetKubeconfigAsync(), cancellationToken);
            using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigFile));
            var version = (await client.Version.GetCodeAsync(cancellationToken)).GitVersion;
            cluster.Version = KubernetesVersion.TryParse(version, out var parsed) ? parsed : throw new FormatException($"'{version}' is no version of Kubernetes");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the client library what the engine of this machine can do, unless somebody has told it already.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="image">The image that will run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task PrepareAsync(DockerEngine engine, string image, CancellationToken cancellationToken)
    {
        const string VersionVariable = "DOCKER_API_VERSION";
        if (Environment.GetEnvironmentVariable(VersionVariable) is null)
        {
            Environment.SetEnvironmentVariable(VersionVariable, engine.ApiVersion);
        }

        // The container that removes others comes from the same registry as k3s. Without it, the next run cleans up.
        TestcontainersSettings.ResourceReaperEnabled = !image.StartsWith("local/", StringComparison.Ordinal);
        await engine.RemoveOrphansAsync(ProcessLabel, cancellationToken);
    }

    /// <inheritdoc/>
    public Uri AddressOf(Uri service) => new UriBuilder(service) { Host = HostName }.Uri;

    /// <inheritdoc/>
    public async Task RestartApiServerAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? change, CancellationToken cancellationToken)
    {
        _options = change?.Invoke(_options) ?? _options;
        foreach (var file in Files(_options))
        {
            await _container.CopyAsync(await File.ReadAllBytesAsync(file, cancellationToken), file, ct: cancellationToken);
        }

        await _container.StopAsync(cancellationToken);
        await _container.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string> LastLinesAsync()
    {
        var (output, errors) = await _container.GetLogsAsync();
        return string.Join('\n', (output + errors).Split('\n').TakeLast(40));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = UnusedPort.Hold(IPAddress.Any);
        return UnusedPort.Of(listener);
    }

    /// <summary>Writes the admission configuration, and names all files that the API server reads.</summary>
    private IEnumerable<string> Files(ControlPlaneOptions options)
    {
        var webhook = options.ImagePolicyWebhook;
        AdmissionConfiguration.Write(webhook is null ? null : webhook with { Server = AddressOf(webhook.Server) }, options.WebhookClientCertificate, _folder.Path);
        var configurations = Directory.EnumerateFiles(_folder.Path).Where(file => file != KubeconfigFile);
        string?[] named =
        [
            webhook?.CertificateAuthorityFile,
            webhook?.ClientCertificate?.Certificate,
            webhook?.ClientCertificate?.Key,
            options.WebhookClientCertificate?.Certificate,
            options.WebhookClientCertificate?.Key,
            options.ApiServerArguments.FirstOrDefault(a => a.StartsWith(AuditLog.PolicyArgument, StringComparison.Ordinal))?[AuditLog.PolicyArgument.Length..],
        ];
        return [.. configurations.Concat(named.OfType<string>()).Select(Path.GetFullPath).Distinct()];
    }
}
