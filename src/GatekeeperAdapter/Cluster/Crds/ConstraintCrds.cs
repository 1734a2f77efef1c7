using System.Collections.Concurrent;
using Bouncer.Constraints;
using Bouncer.Constraints.Templates;
using Bouncer.GatekeeperAdapter.Cluster.Watching;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Crds;

/// <summary>
/// The CustomResourceDefinitions of constraints: made from templates, owned by them, and gone with them. Kubernetes' garbage
/// collector removes what belongs to a template that is gone; they are removed here as well, so that nobody waits for it.
/// </summary>
/// <remarks>Where roles do not permit to look at them, somebody else makes them, and whether there is one is told by a list of the
/// constraints.</remarks>
internal sealed class ConstraintCrds(ApiClient client) : IObjectEvents
{
    private readonly ConcurrentDictionary<string, RegoObject> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _served = new(StringComparer.Ordinal);
    private volatile bool _isForbidden;

    /// <summary>Is told the template whose CustomResourceDefinition has changed or is gone.</summary>
    public Action<string> TemplateConcerned { get; set; } = _ => { };

    /// <summary>Is told that all templates are concerned: roles permit to look at what they did not permit before.</summary>
    public Action AllConcerned { get; set; } = () => { };

    /// <summary>Is told when all have been listed, and when they may not be.</summary>
    public Action WhenSettled { get; set; } = () => { };

    /// <summary>Whether roles do not permit to look at CustomResourceDefinitions.</summary>
    public bool IsForbidden => _isForbidden;

    /// <summary>Whether constraints of a template can be stored.</summary>
    public bool IsEstablished(string template)
        => _served.ContainsKey(template)
            || (_known.TryGetValue(GatekeeperResources.CrdName(template), out var crd) && CrdConditions.IsEstablished(crd) && !crd.IsBeingDeleted());

    /// <inheritdoc/>
    public void Changed(RegoObject document)
    {
        _known[document.Name()] = document;
        Concern(document);
    }

    /// <inheritdoc/>
    public void Removed(RegoObject document)
    {
        _known.TryRemove(document.Name(), out _);
        Concern(document);
    }

    /// <inheritdoc/>
    public void Listed()
    {
        var wasForbidden = _isForbidden;
        _isForbidden = false;
        _served.Clear();
        WhenSettled();
        if (wasForbidden)
        {
            AllConcerned();
        }
    }

    /// <inheritdoc/>
    public void Forbidden()
    {
        _isForbidden = true;
        WhenSettled();
    }

    /// <summary>Creates the CustomResourceDefinition of a template's constraints, or brings it up to date.</summary>
    /// <param name="template">The template in force.</param>
    /// <param name="owner">The template as the API server has it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it cannot be; null if it is as it should be. What may be better soon is thrown.</returns>
    /// <exception cref="ApiException">The API server could not be asked.</exception>
    public async Task<ConstraintProblem?> EnsureAsync(ConstraintTemplate template, RegoObject owner, CancellationToken cancellationToken)
    {
        var wanted = Owned(template.GenerateCrd(), owner);
        RegoObject? found;
        try
        {
            found = _known.GetValueOrDefault(wanted.Name()) ?? await client.FindAsync(GatekeeperResources.Crds, "", wanted.Name(), cancellationToken);
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            return await IsServedAsync(template.Name, cancellationToken) ? null : NotCreated(e);
        }

        try
        {
            if (found is null)
            {
                await client.CreateAsync(GatekeeperResources.Crds, "", wanted, cancellationToken);
            }
            else if (!IsAsWanted(found, wanted))
            {
                await client.UpdateAsync(GatekeeperResources.Crds, "", Updated(found, wanted), cancellationToken);
            }
            else if (CrdConditions.Refusal(found) is { } refusal)
            {
                return new(ProblemCode.Create, $"Could not create CRD: the API server does not accept its names: {refusal}", "spec.crd.spec.names");
            }

            return null;
        }
        catch (ApiException e) when (e.IsConflict)
        {
            return null; // Another replica was faster, and its change brings us here again.
        }
        catch (ApiException e) when (e.IsForbidden && found is not null && Has(found.At("spec"), wanted.At("spec")))
        {
            return null; // Somebody else's, with other labels or another owner: constraints can be stored all the same.
        }
        catch (ApiException e) when (e.Status is { } status && (int)status is 400 or 403 or 422)
        {
            return found is null ? NotCreated(e) : new(ProblemCode.Update, $"Could not update CRD: {e.Message}{Remedy(e)}");
        }
    }

    /// <summary>Deletes the CustomResourceDefinition of a template that is gone, and with it all its constraints; not one that
    /// belongs to a new template of that name, or to none. Where roles do not permit it, it is left to the garbage collector.</summary>
    public async Task DeleteAsync(string template, string uid, CancellationToken cancellationToken)
    {
        _served.TryRemove(template, out _);
        var name = GatekeeperResources.CrdName(template);
        try
        {
            var found = await client.FindAsync(GatekeeperResources.Crds, "", name, cancellationToken);
            if (found is not null && Owners(found).Any(owner => owner.TextAt("uid") == uid))
            {
                await client.DeleteAsync(GatekeeperResources.Crds, "", name, found.Uid(), cancellationToken);
            }
        }
        catch (ApiException e) when (e.IsForbidden)
        {
            // Asking again would not help.
        }
    }

    /// <summary>Whether the API server knows the constraints of a template: it lists them.</summary>
    private async Task<bool> IsServedAsync(string template, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in client.ListAsync(GatekeeperResources.Constraints(template), new ListOptions { PageSize = 1 }, cancellationToken))
            {
                break;
            }
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            _served.TryRemove(template, out _);
            return false;
        }

        _served[template] = true;
        return true;
    }

    private static ConstraintProblem NotCreated(ApiException e) => new(ProblemCode.Create, $"Could not create CRD: {e.Message}{Remedy(e)}");

    private static string Remedy(ApiException e)
        => e.IsForbidden ? " Let the role of this service's account list, create and update customresourcedefinitions, or apply it yourself (docs/gatekeeper.md)." : "";

    private void Concern(RegoObject crd)
    {
        const string suffix = "." + Constraint.Group;
        if (crd.Name().EndsWith(suffix, StringComparison.Ordinal))
        {
            TemplateConcerned(crd.Name()[..^suffix.Length]);
        }
    }

    private static RegoObject Owned(RegoObject crd, RegoObject owner)
        => crd.With(("metadata", ((RegoObject)crd.At("metadata")!).With(("ownerReferences", RegoArray.Create(OwnerReference(owner))))));

    private static RegoObject OwnerReference(RegoObject owner) => Documents.Of(
        ("apiVersion", new RegoString(GatekeeperResources.Templates.ApiVersion)),
        ("kind", new RegoString("ConstraintTemplate")),
        ("name", new RegoString(owner.Name())),
        ("uid", new RegoString(owner.Uid())),
        ("controller", RegoBoolean.True),
        ("blockOwnerDeletion", RegoBoolean.True));

    private static IEnumerable<RegoObject> Owners(RegoObject crd) => crd.ListAt("metadata", "ownerReferences").OfType<RegoObject>();

    /// <summary>The stored one with what the template says; what others have added to its metadata stays.</summary>
    private static RegoObject Updated(RegoObject found, RegoObject wanted)
    {
        var metadata = (RegoObject)found.At("metadata")!;
        var labels = metadata.At("labels") as RegoObject ?? RegoObject.Empty;
        foreach (var (name, value) in (wanted.At("metadata", "labels") as RegoObject ?? RegoObject.Empty))
        {
            labels = labels.With((((RegoString)name).Value, value));
        }

        return found.With(
            ("metadata", metadata.With(("labels", labels), ("ownerReferences", wanted.At("metadata", "ownerReferences")!))),
            ("spec", wanted.At("spec")!));
    }

    /// <summary>Whether the stored one says all that the template says. The API server adds defaults beside it, but never
    /// inside a schema.</summary>
    private static bool IsAsWanted(RegoObject found, RegoObject wanted)
        => Has(found.At("spec"), wanted.At("spec"))
            && Has(found.At("metadata", "labels"), wanted.At("metadata", "labels"))
            && Has(found.At("metadata", "ownerReferences"), wanted.At("metadata", "ownerReferences"));

    private static bool Has(RegoValue? found, RegoValue? wanted) => (found, wanted) switch
    {
        (_, null) => true,
        (RegoObject f, RegoObject w) => w.All(member => member.Key is RegoString { Value: "openAPIV3Schema" }
            ? f.Lookup(member.Key) is { } schema && schema.Equals(member.Value)
            : Has(f.Lookup(member.Key), member.Value)),
        (RegoArray f, RegoArray w) => f.Count == w.Count && f.Zip(w).All(pair => Has(pair.First, pair.Second)),
        _ => wanted.Equals(found),
    };
}
