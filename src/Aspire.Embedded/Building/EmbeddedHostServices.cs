using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Aspire.Hosting.Logging;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

internal static class EmbeddedHostServices
{
    /// <summary>Registers what runs an application.</summary>
    /// <param name="host">The generic host behind it.</param>
    /// <param name="application">Its builder; resources are added later, and read when the application starts.</param>
    /// <param name="logToConsole">False under test: there the test decides where lines go.</param>
    public static void AddEmbeddedHost(this HostApplicationBuilder host, IDistributedApplicationBuilder application, bool logToConsole)
    {
        var services = host.Services;
        services.AddSingleton(new DistributedApplicationModel(application.Resources));
        services.AddSingleton(_ => new ResourceNotificationService(application.Resources));
        services.AddSingleton(s => new ResourceLoggerService(s.GetRequiredService<ILoggerFactory>(), host.Environment.ApplicationName));
        services.AddSingleton(s => new ResourceCommandService(s.GetRequiredService<Orchestrator>()));

        services.AddSingleton<Dependencies>();
        services.AddSingleton(new ProcessSpecFactory(application.AppHostAssembly));
        services.AddSingleton(s => new HealthMonitor(new HttpClient(), s.GetRequiredService<ILogger<HealthMonitor>>()));
        services.AddSingleton<ReadyAnnouncer>();
        services.AddSingleton<RunnerServices>();
        services.AddSingleton<Orchestrator>();
        services.AddHostedService(s => s.GetRequiredService<Orchestrator>());
        services.AddHostedService<ParentWatch>();
        services.AddHttpClient();

        host.Logging.ClearProviders();
        host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (logToConsole)
        {
            host.Logging.AddConsole(console => console.FormatterName = PrefixFormatter.FormatterName);
            services.AddSingleton<ConsoleFormatter, PrefixFormatter>();
        }
    }
}
