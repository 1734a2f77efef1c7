using Bouncer.Admission.AdmissionReviews;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Webhook.AdmissionReviews;

/// <summary>Decides admission requests about every kind that bears pods: a pure function of the request and the policy.</summary>
internal static class AdmissionReviewer
{
    /// <summary>Decides one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="judged">The images that counted.</param>
    public static Decision Decide(
        AdmissionReview<KubernetesObject> request, Policy policy, out IReadOnlyList<ContainerImage> judged)
    {
        judged = [];
        switch (request.Operation)
        {
            case "CREATE" or "UPDATE":
                break;
            case "DELETE" or "CONNECT":
                return NotAsked(policy);
            default:
                return new Failed(policy.Version, "request.operation is not CREATE, UPDATE, DELETE or CONNECT");
        }

        if (PodBearingKinds.Find(request.Kind.Group, request.Kind.Kind) is not { } location || IsBeingDeleted(request))
        {
            return NotAsked(policy);
        }

        if (request.Object is null)
        {
            return new Failed(policy.Version, "request.object is missing");
        }

        if (!ObjectImages.TryFind(request.Object, location, out var images, out var problem))
        {
            return new Failed(policy.Version, $"request.object: {problem}");
        }

        judged = NewImages(request, location, images);
        return policy.Decide(request.Namespace, judged);
    }

    /// <summary>A request that brings no image into the cluster.</summary>
    private static Allowed NotAsked(Policy policy) => new(policy.Version, [], []);

    /// <summary>An object that is on its way out only loses finalizers; refusing that would keep it for ever. Both sides
    /// must say so: only the API server sets the timestamp, so an object cannot come by it in the same request.</summary>
    private static bool IsBeingDeleted(AdmissionReview<KubernetesObject> request)
        => request is { Operation: "UPDATE", Object.IsBeingDeleted: true, OldObject.IsBeingDeleted: true };

    /// <summary>Changes are judged, not history: an image that the stored object has in the same place is not asked about
    /// again, so that a stricter policy does not freeze what runs. Places are compared by kind and name; an old image under
    /// a new name is new.</summary>
    private static IReadOnlyList<ContainerImage> NewImages(
        AdmissionReview<KubernetesObject> request, PodLocation location, IReadOnlyList<ContainerImage> images)
    {
        if (request.Operation != "UPDATE"
            || location == PodLocation.Items
            || request.OldObject is not { } oldObject
            || !oldObject.TryGetImages(location, out var oldImages, out _))
        {
            return images;
        }

        return [.. images.Where(image => !oldImages.Any(old => old.Field == image.Field && old.Name == image.Name && old.Image == image.Image))];
    }
}
