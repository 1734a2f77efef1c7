using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects to an application.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project. The AppHost's project file must reference it, so that it is built along.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="projectPath">The project file, relative to the AppHost's directory.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure)
    {
        configure(new());
        var path = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, projectPath));
        return builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(new ProjectMetadata(path));
    }

    /// <summary>Chooses the endpoints that Aspire tells the project of in ASPNETCORE_URLS.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="filter">Whether an endpoint is among them.</param>
    /// <returns>The project.</returns>
    /// <remarks>
    /// The embedded host sets ASPNETCORE_URLS for nobody: a service learns its ports from the variables that its endpoints
    /// name. So every filter is respected here without being asked.
    /// </remarks>
    public static IResourceBuilder<ProjectResource> WithEndpointsInEnvironment(
        this IResourceBuilder<ProjectResource> builder, Func<EndpointAnnotation, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return builder;
    }

    private sealed record ProjectMetadata(string ProjectPath) : IProjectMetadata;
}

/// <summary>Options of a project resource.</summary>
public class ProjectResourceOptions
{
    /// <summary>Whether to leave the project's launch profiles alone. The embedded host never reads them.</summary>
    public bool ExcludeLaunchProfile { get; set; }
}

/// <summary>Where a project is.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }
}
