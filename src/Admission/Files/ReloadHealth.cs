using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.Admission.Files;

/// <summary>Tells at <c>/readyz</c> which version of a file is in use. A reload that failed is told there and is no reason
/// to be taken out of service: the version before it decides as it did.</summary>
public sealed class ReloadHealth : IHealthCheck
{
    private readonly IReloadable _file;

    private ReloadHealth(IReloadable file)
    {
        _file = file;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(_file.Failure is { } failure
            ? HealthCheckResult.Degraded($"{_file.Version} (generation {_file.Generation}); the file as it is now cannot be used: {failure.ReplaceLineEndings("; ")}")
            : HealthCheckResult.Healthy($"{_file.Version} (generation {_file.Generation})"));

    /// <summary>Adds files that <see cref="ReloadService"/> looks at, each with its line at <c>/readyz</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="files">The files.</param>
    /// <param name="tag">The tag of health checks that readiness asks.</param>
    public static void Add(IServiceCollection services, IEnumerable<IReloadable> files, string tag)
    {
        foreach (var file in files)
        {
            services.AddSingleton(file);
            services.AddHealthChecks().Add(new HealthCheckRegistration(file.Name, new ReloadHealth(file), null, [tag]));
        }

        services.AddHostedService<ReloadService>();
    }
}
