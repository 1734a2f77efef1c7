using System.Collections;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns a resource into the process to start, when all values it refers to are known.</summary>
internal sealed class ProcessSpecFactory(Assembly? appHost)
{
    /// <summary>What a launch profile set for the AppHost is not meant for its resources; Aspire keeps these back too.</summary>
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];

    public async Task<ProcessSpec> CreateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = resource.Annotations.OfType<ArgumentsAnnotation>().SelectMany(a => a.Arguments);
        var environment = await EnvironmentOfAsync(resource, cancellationToken).ConfigureAwait(false);

        return resource switch
        {
            ExecutableResource executable => new(executable.Command, [.. arguments], executable.WorkingDirectory, environment),
            ProjectResource project => Create(ProjectOutput.Find(project, appHost), [.. arguments], environment),
            _ => throw new DistributedApplicationException($"'{resource.Name}' is not a process."),
        };
    }

    private static ProcessSpec Create(ProjectOutput output, string[] arguments, Dictionary<string, string> environment)
        => new(DotnetMuxer.Path, [output.Assembly, .. arguments], output.Directory, environment);

    private static async Task<Dictionary<string, string>> EnvironmentOfAsync(IResource resource, CancellationToken cancellationToken)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        foreach (var name in NotInherited)
        {
            environment.Remove(name);
        }

        foreach (var variable in resource.Annotations.OfType<EnvironmentAnnotation>())
        {
            environment[variable.Name] = await variable.Value.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
        }

        return environment;
    }
}
