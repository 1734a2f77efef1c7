using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost;

/// <summary>What people and tests may choose on the command line: <c>--admission-port 0 --allowed-registries docker.io</c>.</summary>
/// <param name="AdmissionPort">The Webhook's port; null for any free one.</param>
/// <param name="AllowedRegistries">The registries it allows, separated by commas; not used with a policy.</param>
/// <param name="PolicyFile">The full path of a policy instead of the list of registries, or null.</param>
/// <param name="RequireClientCertificates">Whether the Webhook answers only who shows a certificate of the development authority.</param>
/// <param name="Bind">The address that the services listen on.</param>
/// <param name="Cluster">Whether a control plane is started; null if that depends on whether its programs are there.</param>
/// <param name="Gatekeeper">What concerns gatekeeper-adapter alone.</param>
/// <param name="Dashboard">What concerns the dashboard alone.</param>
internal sealed record AppHostOptions(
    int? AdmissionPort, string AllowedRegistries, string? PolicyFile, bool RequireClientCertificates, IPAddress Bind, ClusterKind? Cluster, GatekeeperOptions Gatekeeper,
    DashboardOptions Dashboard)
{
    private const string AdmissionPortKey = "admission-port";
    private const string AllowedRegistriesKey = "allowed-registries";
    private const string PolicyKey = "policy";
    private const string ClientCertificatesKey = "client-certificates";
    private const string BindKey = "bind";
    private const string ClusterKey = "cluster";
    private const string GatekeeperPortKey = "gatekeeper-port";
    private const string ConstraintsKey = "constraints";
    private const string KubeconfigKey = "kubeconfig";
    private const string DashboardPortKey = "dashboard-port";
    private const int DefaultAdmissionPort = 30020; // The NodePort in the walk-through of kube-image-bouncer.
    private const int DefaultGatekeeperPort = 8443; // Gatekeeper's own.
    private const int DefaultDashboardPort = 18888;
    private const string DefaultRegistries = "docker.io,gcr.io";

    /// <summary>Reads the options, and names every mistake.</summary>
    /// <param name="configuration">The command line.</param>
    /// <param name="errors">Gets one line a mistake.</param>
    /// <param name="options">The options as far as they could be read; not to be used if there is a mistake.</param>
    /// <returns>Whether there is none.</returns>
    public static bool TryRead(IConfiguration configuration, TextWriter errors, out AppHostOptions options)
    {
        var good = true;
        void Check(bool condition, string message)
        {
            good &= condition;
            if (!condition)
            {
                errors.WriteLine(message);
            }
        }

        int? Port(string key, int standard)
        {
            var port = standard;
            var text = configuration[key];
            Check(
                text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535),
                $"--{key} is '{text}'. Use a port from 1 to 65535, or 0 for any free one.");
            return port == 0 ? null : port;
        }

        var (admissionPort, gatekeeperPort) = (Port(AdmissionPortKey, DefaultAdmissionPort), Port(GatekeeperPortKey, DefaultGatekeeperPort));

        // Not every value of this key is a port.
        var dashboard = configuration[DashboardPortKey] != "none";
        var dashboardPort = dashboard ? Port(DashboardPortKey, DefaultDashboardPort) : null;

        var (registries, policy) = (configuration[AllowedRegistriesKey], configuration[PolicyKey]);
        Check(registries is null || policy is null, $"--{AllowedRegistriesKey} and --{PolicyKey} are both given. Write the list as an allow rule of the policy.");
        Check(policy is null || File.Exists(policy), $"--{PolicyKey} is '{policy}', and there is no such file.");

        var clients = configuration[ClientCertificatesKey] ?? "none";
        Check(clients is "none" or "required", $"--{ClientCertificatesKey} is '{clients}'. Use 'none' or 'required'.");

        var bind = IPAddress.Loopback;
        var bindText = configuration[BindKey];
        Check(
            bindText is null || IPAddress.TryParse(bindText, out bind!),
            $"--{BindKey} is '{bindText}'. Use an address of this machine, or 0.0.0.0 for all: containers reach the services then, and so does the network.");

        var cluster = configuration[ClusterKey];
        Check(
            cluster is null or "none" or "native",
            $"--{ClusterKey} is '{cluster}'. Use 'native' for a control plane on this machine, or 'none'.");

        var constraints = configuration[ConstraintsKey];
        Check(constraints is null || Directory.Exists(constraints), $"--{ConstraintsKey} is '{constraints}', and there is no such folder.");

        var kubeconfig = configuration[KubeconfigKey];
        Check(
            kubeconfig is null || cluster is not "native",
            $"--{KubeconfigKey} is given, and --{ClusterKey} is 'native'. Use the cluster that is there, or start one.");
        Check(
            kubeconfig is null || constraints is null,
            $"--{KubeconfigKey} and --{ConstraintsKey} are both given. Apply the folder to the cluster: kubectl apply -f {constraints}");

        options = new(
            admissionPort,
            registries ?? DefaultRegistries,
            policy is null ? null : Path.GetFullPath(policy),
            clients == "required",
            bind,
            cluster switch
            {
                "native" => ClusterKind.Native,
                null when kubeconfig is null => null,
                _ => ClusterKind.None,
            },
            new(
                gatekeeperPort,
                constraints is null ? null : Path.GetFullPath(constraints),
                kubeconfig is null ? null : Path.GetFullPath(kubeconfig)),
            new(dashboard, dashboardPort));
        return good;
    }
}

/// <summary>What people and tests may choose of gatekeeper-adapter.</summary>
/// <param name="Port">Its port; null for any free one.</param>
/// <param name="ConstraintsFolder">The full path of the templates and constraints it starts with; null for those of the walk-through.</param>
/// <param name="KubeconfigFile">The full path of the kubeconfig of a cluster whose templates and constraints it takes instead;
/// null for none, or for the cluster that the AppHost starts.</param>
internal sealed record GatekeeperOptions(int? Port, string? ConstraintsFolder, string? KubeconfigFile);

/// <summary>What kind of cluster the AppHost starts.</summary>
internal enum ClusterKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A control plane as child processes.</summary>
    Native,
}

/// <summary>What people and tests may choose of the dashboard.</summary>
/// <param name="IsWanted">Whether there is one.</param>
/// <param name="Port">The port of its pages; null for any free one.</param>
internal sealed record DashboardOptions(bool IsWanted, int? Port);
