using System.Reflection;

namespace Bouncer.AppHost;

/// <summary>Which host runs the AppHost, and why: decided when it was built (eng/Aspire.props).</summary>
internal static class HostChoice
{
    /// <summary>Whether Aspire runs the AppHost.</summary>
    public static bool IsAspire { get; } = Metadata("UseAspire") == "true";

    public static void Announce(TextWriter output)
        => output.WriteLine($"This AppHost runs on {(IsAspire ? "Aspire" : "the embedded host")}, because {Metadata("UseAspireReason")} (docs/apphost.md).");

    private static string? Metadata(string key)
        => typeof(HostChoice).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == key).Value;
}
