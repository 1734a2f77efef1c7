using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Crds;

/// <summary>
/// Sees to it that the API server knows the kinds that are watched. What is there stays as it is, be it Gatekeeper's or of
/// another version of this service, if it serves the versions that are needed; what is missing is created.
/// </summary>
internal sealed partial class CrdInstaller(ApiClient client, TimeProvider time, ILogger<CrdInstaller> log)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Installs or checks all, and waits until they can be used. Tries until it succeeds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var crd in EmbeddedCrds.Read())
        {
            var backoff = new Backoff(s_poll, TimeSpan.FromSeconds(5));
            var told = "";
            while (await TryAsync(crd, cancellationToken) is { } problem)
            {
                if (problem != told)
                {
                    LogWaiting(log, problem);
                    told = problem;
                }

                await Task.Delay(problem == NotYet ? s_poll : backoff.Next(), time, cancellationToken);
            }
        }
    }

    private const string NotYet = "the API server has not established a CustomResourceDefinition yet";

    /// <summary>One try; gives what is in the way.</summary>
    private async Task<string?> TryAsync(RegoObject wanted, CancellationToken cancellationToken)
    {
        var name = wanted.Name();
        try
        {
            var found = await client.FindAsync(GatekeeperResources.Crds, "", name, cancellationToken);
            if (found is null)
            {
                found = await client.CreateAsync(GatekeeperResources.Crds, "", wanted, cancellationToken);
                LogCreated(log, name);
            }

            return Lacking(found, wanted) is { } lacking
                ? $"The CustomResourceDefinition {name} does not serve {lacking}, which this service needs. Update it from deploy/gatekeeper-adapter/crds."
                : CrdConditions.Refusal(found) is { } refusal ? $"The API server does not accept the names of the CustomResourceDefinition {name}: {refusal}"
                : CrdConditions.IsEstablished(found) ? null
                : NotYet;
        }
        catch (ApiException e) when (e.IsAlreadyExists)
        {
            return NotYet; // Another replica was faster.
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            return await CanBeListedAsync(wanted, cancellationToken)
                ? null
                : $"{e.Message}. Let the role of this service's account get and create customresourcedefinitions, or apply deploy/gatekeeper-adapter/crds yourself and let it list {name}.";
        }
        catch (ApiException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether the kind is there and can be read, for a service that may not look at CustomResourceDefinitions.</summary>
    private async Task<bool> CanBeListedAsync(RegoObject wanted, CancellationToken cancellationToken)
    {
        try
        {
            var resource = new ApiResource(wanted.TextAt("spec", "group"), StorageVersion(wanted), wanted.TextAt("spec", "names", "plural"));
            return (await client.KindsAsync(resource.Group, resource.Version, cancellationToken)).Any(k => k.Resource == resource);
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private static string? Lacking(RegoObject found, RegoObject wanted)
    {
        var needed = StorageVersion(wanted);
        var served = found.ListAt("spec", "versions").OfType<RegoObject>()
            .Any(v => v.TextAt("name") == needed && v.At("served") is RegoBoolean { Value: true });
        return served ? null : needed;
    }

    private static string StorageVersion(RegoObject crd)
        => crd.ListAt("spec", "versions").OfType<RegoObject>().First(v => v.At("storage") is RegoBoolean { Value: true }).TextAt("name");

    [LoggerMessage(EventId = 420, EventName = "CrdCreated", Level = LogLevel.Information, Message = "Created the CustomResourceDefinition {Name}")]
    private static partial void LogCreated(ILogger log, string name);

    [LoggerMessage(EventId = 421, EventName = "CrdWaiting", Level = LogLevel.Warning, Message = "Not ready: {Problem}")]
    private static partial void LogWaiting(ILogger log, string problem);
}
