using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>The dotnet executable that runs this very process, wherever it is installed.</summary>
internal static class DotnetMuxer
{
    // The runtime's directory is <root>/shared/Microsoft.NETCore.App/<version>/.
    public static string Path { get; } =
        System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
