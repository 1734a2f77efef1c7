using Bouncer.Admission.Files;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bouncer.Webhook.Hosting;

/// <summary>Tells at <c>/readyz</c> which version of a file is in use. A reload that failed is told there and is no reason
/// to be taken out of service: the version before it decides as it did.</summary>
internal sealed class ReloadHealth(IReloadable file) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(file.Failure is { } failure
            ? HealthCheckResult.Degraded($"{file.Version} (generation {file.Generation}); the file as it is now cannot be used: {failure.ReplaceLineEndings("; ")}")
            : HealthCheckResult.Healthy($"{file.Version} (generation {file.Generation})"));
}
