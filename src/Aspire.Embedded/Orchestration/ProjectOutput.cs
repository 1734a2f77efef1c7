using System.Reflection;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What building a project made.</summary>
/// <param name="Assembly">The path of its assembly.</param>
/// <param name="Directory">The project's directory, in which it runs as under <c>dotnet run</c>.</param>
internal sealed record ProjectOutput(string Assembly, string Directory)
{
    /// <summary>The AppHost's assembly metadata of this name says "project file|assembly" (see build/Aspire.Embedded.targets).</summary>
    private const string MetadataKey = "AspireProjectOutput";

    /// <exception cref="DistributedApplicationException">The AppHost does not reference the project, or it was not built.</exception>
    public static ProjectOutput Find(ProjectResource project, Assembly? appHost)
    {
        var path = project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath;
        var output = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(m => m.Key == MetadataKey)
            .Select(m => m.Value!.Split('|'))
            .FirstOrDefault(m => m[0] == path)?[1]
            ?? throw new DistributedApplicationException(
                $"{path} is not built along with the AppHost. Add a ProjectReference to it to {appHost?.GetName().Name ?? "the AppHost"}.");

        return File.Exists(output)
            ? new(output, Path.GetDirectoryName(path)!)
            : throw new DistributedApplicationException($"{output} does not exist. Build {path}.");
    }
}
