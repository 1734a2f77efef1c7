using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs AppHosts in tests.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the main program of an AppHost up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, such as Projects.AppHost.</typeparam>
    /// <param name="cancellationToken">Ends the waiting for the main program.</param>
    /// <returns>The builder that the main program made.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class
        => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the main program of an AppHost up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, such as Projects.AppHost.</typeparam>
    /// <param name="args">The main program's command line.</param>
    /// <param name="cancellationToken">Ends the waiting for the main program.</param>
    /// <returns>The builder that the main program made.</returns>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var (interception, builder) = await EntryPointInterception.StartAsync(typeof(TEntryPoint).Assembly, args, cancellationToken).ConfigureAwait(false);
        return new Builder(interception, builder);
    }

    private sealed class Builder(EntryPointInterception interception, DistributedApplicationBuilder inner) : IDistributedApplicationTestingBuilder
    {
        public Assembly? AppHostAssembly => inner.AppHostAssembly;

        public string AppHostDirectory => inner.AppHostDirectory;

        public ConfigurationManager Configuration => inner.Configuration;

        public IHostEnvironment Environment => inner.Environment;

        public IResourceCollection Resources => inner.Resources;

        public IServiceCollection Services => inner.Services;

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource
            => inner.AddResource(resource);

        public DistributedApplication Build() => BuildAsync(CancellationToken.None).GetAwaiter().GetResult();

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken) => interception.BuildAsync(cancellationToken);

        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public ValueTask DisposeAsync() => interception.AbandonAsync();
    }
}
