using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost;

/// <summary>What people and tests may choose on the command line: <c>--admission-port 0 --allowed-registries docker.io</c>.</summary>
/// <param name="AdmissionPort">The Webhook's port; null for any free one.</param>
/// <param name="AllowedRegistries">The registries it allows, separated by commas.</param>
internal sealed record AppHostOptions(int? AdmissionPort, string AllowedRegistries)
{
    private const string AdmissionPortKey = "admission-port";
    private const string AllowedRegistriesKey = "allowed-registries";
    private const int DefaultAdmissionPort = 30020; // The NodePort in the walk-through of kube-image-bouncer.
    private const string DefaultRegistries = "docker.io,gcr.io";

    public static bool TryRead(IConfiguration configuration, TextWriter errors, [NotNullWhen(true)] out AppHostOptions? options)
    {
        options = null;
        var port = DefaultAdmissionPort;
        if (configuration[AdmissionPortKey] is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535))
        {
            errors.WriteLine($"--{AdmissionPortKey} is '{text}'. Use a port from 1 to 65535, or 0 for any free one.");
            return false;
        }

        options = new(port == 0 ? null : port, configuration[AllowedRegistriesKey] ?? DefaultRegistries);
        return true;
    }
}
