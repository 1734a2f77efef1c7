using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>What all runners share.</summary>
internal sealed record RunnerServices(
    DistributedApplicationModel Model,
    ResourceNotificationService Notifications,
    ResourceLoggerService Logs,
    Dependencies Dependencies,
    ProcessSpecFactory Specs,
    HealthMonitor Health,
    ReadyAnnouncer Announcer,
    ILogger<ResourceRunner> Logger);
