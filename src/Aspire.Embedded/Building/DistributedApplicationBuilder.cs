using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    /// <summary>The AppHost's assembly metadata of this name is its project's directory, as in Aspire.</summary>
    private const string DirectoryKey = "apphostprojectpath";

    private readonly HostApplicationBuilder _host;
    private readonly EntryPointInterception? _interception = EntryPointInterception.Current;

    public DistributedApplicationBuilder(string[] args)
    {
        AppHostAssembly = _interception?.Assembly ?? Assembly.GetEntryAssembly();
        AppHostDirectory = AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => m.Key == DirectoryKey)?.Value
            ?? Directory.GetCurrentDirectory();

        var configuration = new ConfigurationManager();
        configuration["hostBuilder:reloadConfigOnChange"] = "false"; // Nothing here changes while it runs.
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ApplicationName = AppHostAssembly?.GetName().Name,
            ContentRootPath = AppHostDirectory,
            Configuration = configuration,
        });
        _host.AddEmbeddedHost(this, logToConsole: _interception is null);
    }

    public Assembly? AppHostAssembly { get; }

    public string AppHostDirectory { get; }

    public ConfigurationManager Configuration => _host.Configuration;

    public IHostEnvironment Environment => _host.Environment;

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IServiceCollection Services => _host.Services;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        Resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        _interception?.WaitForBuild(this);
        var application = new DistributedApplication(_host.Build(), _interception);
        _interception?.Built(application);
        return application;
    }
}
