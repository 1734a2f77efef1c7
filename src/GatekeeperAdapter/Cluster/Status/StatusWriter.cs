using Bouncer.Constraints;
using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Status;

/// <summary>
/// Writes this replica's entry of <c>status.byPod</c>. Gatekeeper has an object for each replica and each template or constraint,
/// which one replica gathers; here each replica writes into the list itself, on the condition that nobody was faster, so that no
/// entry is lost and nothing has to be gathered. Entries of replicas that are gone, or about an object that is gone, are left
/// out by whoever writes next.
/// </summary>
internal sealed class StatusWriter(ApiClient client, Replicas replicas, AdapterOptions options)
{
    /// <summary>How often a write is tried when others are faster; each of them writes once, so this is more than enough.</summary>
    private const int Attempts = 20;

    private readonly RegoArray _operations = RegoArray.Create(
        [.. options.Operations.Select(o => o.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal).Select(o => (RegoValue)new RegoString(o))]);

    /// <summary>Says how a template stands.</summary>
    public Task WriteTemplateAsync(
        RegoObject document, IReadOnlyCollection<ConstraintProblem> problems, IReadOnlyCollection<string> warnings, CancellationToken cancellationToken)
        => WriteAsync(
            GatekeeperResources.Templates,
            document,
            StatusEntry.TemplateUid,
            StatusEntry.Of(options.PodName, StatusEntry.TemplateUid, document, _operations, null, problems, warnings),
            cancellationToken);

    /// <summary>Says how a constraint stands.</summary>
    public Task WriteConstraintAsync(ApiResource resource, RegoObject document, ConstraintState constraint, CancellationToken cancellationToken)
        => WriteAsync(
            resource,
            document,
            StatusEntry.ConstraintUid,
            StatusEntry.Of(
                options.PodName,
                StatusEntry.ConstraintUid,
                document,
                _operations,
                constraint.Status == StoreStatus.Active,
                constraint.Problems,
                constraint.Warnings),
            cancellationToken);

    /// <summary>Whether an object's status has an entry of a replica that is gone.</summary>
    public async Task<bool> HasEntryOfGoneAsync(RegoObject document, CancellationToken cancellationToken)
    {
        foreach (var entry in document.ListAt("status", "byPod").OfType<RegoObject>())
        {
            if (await replicas.IsGoneAsync(entry.TextAt("id"), cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task WriteAsync(ApiResource resource, RegoObject document, string uidField, RegoObject entry, CancellationToken cancellationToken)
    {
        var uid = document.Uid();
        for (var attempt = 1; ; attempt++)
        {
            var status = await StatusAsync(document, uidField, entry, cancellationToken);
            if (Says(document, status))
            {
                return;
            }

            var patch = Documents.Of(
                ("metadata", Documents.Of(("resourceVersion", new RegoString(document.ResourceVersion())))),
                ("status", status));
            try
            {
                await client.PatchAsync(resource, "", document.Name(), patch, cancellationToken, "status");
                return;
            }
            catch (ApiException e) when (e.IsNotFound)
            {
                return;
            }
            catch (ApiException e) when (e.IsConflict && attempt < Attempts)
            {
                if (await client.FindAsync(resource, "", document.Name(), cancellationToken) is not { } newer || newer.Uid() != uid)
                {
                    return; // What is there now has its own event.
                }

                document = newer;
            }
        }
    }

    /// <summary>The status as it should be, as far as it is ours.</summary>
    private async Task<RegoObject> StatusAsync(RegoObject document, string uidField, RegoObject entry, CancellationToken cancellationToken)
    {
        List<RegoObject> entries = [entry];
        foreach (var other in document.ListAt("status", "byPod").OfType<RegoObject>())
        {
            var id = other.TextAt("id");
            if (id != options.PodName && other.TextAt(uidField) == document.Uid() && !await replicas.IsGoneAsync(id, cancellationToken))
            {
                entries.Add(other);
            }
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.TextAt("id"), b.TextAt("id")));
        var status = Documents.Of(("byPod", RegoArray.Create([.. entries])));
        return uidField == StatusEntry.TemplateUid
            ? status.With(("created", RegoBoolean.Of(entries.Exists(e => e.ListAt("errors").Count == 0))))
            : status;
    }

    private static bool Says(RegoObject document, RegoObject status)
        => status.All(member => document.At("status", ((RegoString)member.Key).Value) == member.Value);
}
