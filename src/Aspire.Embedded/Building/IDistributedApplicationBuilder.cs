using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Describes an application: the resources it is made of.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The assembly with the AppHost's main program.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>The directory of the AppHost's project; relative project paths start here.</summary>
    string AppHostDirectory { get; }

    /// <summary>Configuration: command line, environment, appsettings.json.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The AppHost's environment.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>All resources so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds a resource.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder to describe it further.</returns>
    /// <exception cref="DistributedApplicationException">There is a resource of that name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Builds the application. Call it once.</summary>
    /// <returns>The application, not started yet.</returns>
    DistributedApplication Build();
}
