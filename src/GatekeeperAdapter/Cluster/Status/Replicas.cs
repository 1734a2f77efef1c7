using System.Collections.Concurrent;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Cluster.Status;

/// <summary>
/// Which replicas there are no longer: those whose Pod is gone from our namespace. That can be told by one that is a Pod of
/// that namespace itself; outside a cluster no replica counts as gone.
/// </summary>
internal sealed class Replicas(ApiClient client, AdapterOptions options, TimeProvider time)
{
    private static readonly ApiResource s_pods = new("", "v1", "pods");

    /// <summary>How long a replica that was seen counts as there.</summary>
    private static readonly TimeSpan s_seenFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (bool IsThere, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether a replica is gone. False if that cannot be told.</summary>
    public async Task<bool> IsGoneAsync(string id, CancellationToken cancellationToken)
        => id != options.PodName
            && !await IsThereAsync(id, cancellationToken)
            && await IsThereAsync(options.PodName, cancellationToken);

    private async Task<bool> IsThereAsync(string pod, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(pod, out var seen) && now - seen.At < s_seenFor)
        {
            return seen.IsThere;
        }

        bool isThere;
        try
        {
            isThere = pod.Length > 0 && await client.FindAsync(s_pods, options.Namespace, pod, cancellationToken) is not null;
        }
        catch (ApiException)
        {
            // Of another it cannot be told, so it is taken to be there; the same answer about ourselves changes nothing then.
            isThere = true;
        }

        _seen[pod] = (isThere, now);
        return isThere;
    }
}
