using System.Reflection;

namespace Bouncer.ServiceDefaults;

/// <summary>What a service is called in telemetry and at <c>/version</c>.</summary>
/// <param name="Name">The name, as a Kubernetes Service would have it.</param>
/// <param name="Version">The version of the build.</param>
public sealed record ServiceIdentity(string Name, string Version)
{
    /// <summary>A service in the version of an assembly, without the source revision.</summary>
    public static ServiceIdentity Of(string name, Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return new(name, version.Split('+')[0]);
    }
}
