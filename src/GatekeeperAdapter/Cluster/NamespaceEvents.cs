using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster;

/// <summary>Namespaces: kept by their watch; one that is not known yet is asked for.</summary>
internal sealed class NamespaceEvents : IObjectEvents
{
    /// <summary>How long a question may take: within an admission review, whose caller does not wait long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ApiClient _client;
    private readonly PolicyState _state;
    private readonly StartConditions _conditions;
    private readonly TimeProvider _time;

    public NamespaceEvents(ApiClient client, PolicyState state, StartConditions conditions, TimeProvider time)
    {
        _client = client;
        _state = state;
        _conditions = conditions;
        _time = time;
        state.Namespaces.Fetch = FetchAsync;
    }

    /// <inheritdoc/>
    public void Changed(RegoObject document) => _state.Namespaces.Set(document);

    /// <inheritdoc/>
    public void Removed(RegoObject document) => _state.Namespaces.Remove(document.Name());

    /// <inheritdoc/>
    public void Listed() => _conditions.NamespacesKnown();

    /// <summary>A Namespace as the API server has it now; null if there is none. It is not kept: the watch does that, and
    /// knows when it is gone.</summary>
    private async Task<RegoObject?> FetchAsync(string name, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _client.FindAsync(ApiResource.Namespaces, "", name, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException($"The API server did not tell about Namespace {name} within {s_patience.TotalSeconds:0} s.", null, ApiException.Unreachable);
        }
    }
}
