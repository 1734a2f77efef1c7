using Bouncer.Constraints;
using Bouncer.Constraints.Objects;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Audit.Runs;

/// <summary>What an audit looks through.</summary>
/// <param name="Kinds">The kinds that can be listed and that a constraint can match, by group and name.</param>
/// <param name="Problems">Groups whose kinds cannot be told, and why.</param>
internal sealed record AuditPlan(IReadOnlyList<DiscoveredKind> Kinds, IReadOnlyList<string> Problems)
{
    private const string List = "list";

    /// <summary>Asks the API server which kinds there are. A kind that no constraint can match is left out: it would be listed for
    /// nothing. Each kind is looked through in one version, that which its group prefers.</summary>
    /// <exception cref="ApiException">The API server does not tell its groups.</exception>
    public static async Task<AuditPlan> MakeAsync(ApiClient client, IReadOnlyList<Constraint> constraints, CancellationToken cancellationToken)
    {
        Dictionary<(string Group, string Kind), DiscoveredKind> found = [];
        List<string> problems = [];
        foreach (var (group, version) in await client.GroupVersionsAsync(cancellationToken))
        {
            if (!constraints.Any(c => c.Match.SelectsGroup(group)))
            {
                continue;
            }

            try
            {
                foreach (var kind in await client.KindsAsync(group, version, cancellationToken))
                {
                    if (kind.Verbs.Contains(List) && constraints.Any(c => c.Match.SelectsKind(kind.ObjectKind())))
                    {
                        found.TryAdd((group, kind.Kind), kind);
                    }
                }
            }
            catch (ApiException e) when (e.Reason != ApiException.Unreachable)
            {
                // Mostly an APIService whose backend is gone.
                problems.Add($"The kinds of {group}/{version} were not audited, since the API server does not tell them: {e.Message}");
            }
        }

        return new(
            [.. found.Values.OrderBy(k => k.Resource.Group, StringComparer.Ordinal).ThenBy(k => k.Kind, StringComparer.Ordinal)],
            problems);
    }
}

internal static class DiscoveredKinds
{
    /// <summary>The kind as matching has it.</summary>
    public static ObjectKind ObjectKind(this DiscoveredKind kind) => new(kind.Resource.Group, kind.Resource.Version, kind.Kind);
}
