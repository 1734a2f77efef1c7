using Bouncer.GatekeeperAdapter.Options;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary><c>POST /v1/admitlabel</c>: who may carry the label by which webhooks leave a namespace alone (Gatekeeper's
/// pkg/webhook/namespacelabel.go). A pure function of the request and the options.</summary>
internal sealed class LabelReviewer(AdapterOptions options) : IReviewer
{
    public const string IgnoreLabel = "admission.gatekeeper.sh/ignore";

    public ValueTask<AdmitDecision> DecideAsync(AdmitRequest request, CallDeadline deadline) => new(Decide(request));

    private AdmitDecision Decide(AdmitRequest request)
    {
        if (request.IsDelete)
        {
            return new Allow { Message = "Delete is always allowed" };
        }

        if (!request.IsNamespace)
        {
            return new Allow { Message = "Not a namespace" };
        }

        if (request.Object is not { } @object)
        {
            return new Refuse(StatusCodes.Status500InternalServerError) { Message = AdmitAnswers.CouldNotDecide("request.object is missing") };
        }

        // The object's own name: a request that generates it has none.
        var name = @object.Name();
        if (options.Exempt.Contains(name))
        {
            return new Allow { Message = $"Namespace {name} is allowed to set {IgnoreLabel}" };
        }

        return @object.At("metadata", "labels") is RegoObject labels && labels.TryGet(IgnoreLabel, out _)
            ? new Deny { Message = $"Only exempt namespace can have the {IgnoreLabel} label" }
            : new Allow { Message = $"Namespace is not setting the {IgnoreLabel} label" };
    }
}
