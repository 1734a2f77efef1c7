using System.Reflection;

namespace Bouncer.AppHost;

/// <summary>Which host runs the AppHost, and why: decided when it was built (eng/Aspire.props).</summary>
internal static class HostChoice
{
    public static void Announce(TextWriter output)
    {
        var metadata = typeof(HostChoice).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(m => m.Key, m => m.Value);
        var host = metadata["UseAspire"].Single() == "true" ? "Aspire" : "the embedded host";
        output.WriteLine($"This AppHost runs on {host}, because {metadata["UseAspireReason"].Single()} (docs/apphost.md).");
    }
}
