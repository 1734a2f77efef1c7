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
internal sealed record AppHostOptions(
    int? AdmissionPort, string AllowedRegistries, string? PolicyFile, bool RequireClientCertificates, IPAddress Bind, ClusterKind? Cluster)
{
    private const string AdmissionPortKey = "admission-port";
    private const string AllowedRegistriesKey = "allowed-registries";
    private const string PolicyKey = "policy";
    private const string ClientCertificatesKey = "client-certificates";
    private const string BindKey = "bind";
    private const string ClusterKey = "cluster";
    private const int DefaultAdmissionPort = 30020; // The NodePort in the walk-through of kube-image-bouncer.
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

        var port = DefaultAdmissionPort;
        var portText = configuration[AdmissionPortKey];
        Check(
            portText is null || (int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535),
            $"--{AdmissionPortKey} is '{portText}'. Use a port from 1 to 65535, or 0 for any free one.");

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

        options = new(
            port == 0 ? null : port,
            registries ?? DefaultRegistries,
            policy is null ? null : Path.GetFullPath(policy),
            clients == "required",
            bind,
            cluster switch { "native" => ClusterKind.Native, "none" => ClusterKind.None, _ => null });
        return good;
    }
}

/// <summary>What kind of cluster the AppHost starts.</summary>
internal enum ClusterKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A control plane as child processes.</summary>
    Native,
}
