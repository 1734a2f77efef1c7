namespace Aspire.Hosting.ApplicationModel;

/// <summary>Any program.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="command">A path, or a name that is looked up in PATH.</param>
/// <param name="workingDirectory">The directory the program starts in.</param>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>A path, or a name that is looked up in PATH.</summary>
    public string Command { get; } = command;

    /// <summary>The directory the program starts in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}
