using Bouncer.Constraints;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Results;

/// <summary>Writes results into the statuses of constraints. By patches, which touch the audit's fields alone: those of the status
/// controller are another writer's, and nothing has to be read before.</summary>
internal sealed class AuditStatusWriter(ApiClient client, TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>Writes the results of a constraint. Every run writes, as in Gatekeeper: the timestamp tells that somebody looks.</summary>
    /// <returns>Why they could not be written; null if they were, or if the constraint is gone.</returns>
    public async Task<string?> WriteAsync(Constraint constraint, ConstraintResults results, string auditId, CancellationToken cancellationToken)
    {
        var resource = new ApiResource(Constraint.Group, "v1beta1", constraint.Kind.ToLowerInvariant());
        var patch = Patch(results, auditId);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.PatchAsync(resource, "", constraint.Name, patch, cancellationToken, "status");
                return null;
            }
            catch (ApiException e) when (e.IsNotFound)
            {
                return null;
            }
            catch (ApiException e) when (attempt < Attempts && !e.IsForbidden)
            {
                await Task.Delay(backoff.Next(), time, cancellationToken);
            }
            catch (ApiException e)
            {
                return $"The results of {constraint} were not written: {e.Message}{(e.IsForbidden ? " Grant the verb patch on its status." : "")}";
            }
        }
    }

    /// <summary>The audit's part of a status. Null takes <c>violations</c> out, so that none are told when there are none.</summary>
    private static RegoObject Patch(ConstraintResults results, string auditId) => Documents.Of(
        ("status", Documents.Of(
            ("auditTimestamp", new RegoString(auditId)),
            ("totalViolations", RegoNumber.Of(results.Total)),
            ("violations", results.First.Count == 0 ? RegoNull.Instance : RegoArray.Create([.. results.First.Select(v => v.ToDocument())])))));
}
