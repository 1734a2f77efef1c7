using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Calls those who want to know that a resource is ready.</summary>
internal sealed partial class ReadyAnnouncer(IServiceProvider services, ILogger<ReadyAnnouncer> logger)
{
    public async Task AnnounceAsync(IResource resource, CancellationToken cancellationToken)
    {
        var ready = new ResourceReadyEvent(resource, services);
        foreach (var annotation in resource.Annotations.OfType<ResourceReadyAnnotation>())
        {
            try
            {
                await annotation.InvokeAsync(ready, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The callback is the AppHost's code, and its failure does not make the resource less ready.
                LogCallbackFailed(logger, resource.Name, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A callback for the readiness of {Resource} failed.")]
    private static partial void LogCallbackFailed(ILogger logger, string resource, Exception exception);
}
